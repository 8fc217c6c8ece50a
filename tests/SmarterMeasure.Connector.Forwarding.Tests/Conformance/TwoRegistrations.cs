using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>A student with two registrations, and four results of one section in the order in which they arrive.</summary>
internal sealed record TwoRegistrations(string Student, IReadOnlyList<SectionResult> Results)
{
    private static readonly DateTimeOffset s_scored = new(2026, 8, 20, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The order, by what each was scored: 0 is the oldest.</summary>
    public string Description => $"{Student}: " + string.Join(' ', Results.Select(result => (result.ScoredAt!.Value - s_scored).TotalDays));

    /// <param name="school">Gets the student.</param>
    /// <param name="number">Which student this is.</param>
    /// <param name="order">The results as they arrive; 0 is the oldest.</param>
    public static TwoRegistrations Of(School school, int number, IReadOnlyList<int> order)
    {
        var (id, email) = ($"S{5000 + number}", $"twice{number}@school.example");
        school.Enrol(id, email);
        return new(id, [.. order.Select(age => new SectionResult
        {
            // Of every second result the other registration.
            Student = new StudentRef { UserId = $"{70_000 + number * 2 + age % 2}", InternalId = id, Email = email },
            Section = School.Sections[0],
            ScoredAt = s_scored.AddDays(age),
            Readiness = "pass",
            Percent = 30 + age * 11,
        })]);
    }

    /// <summary>Whether the newest stands where a teacher looks, and its row says so.</summary>
    public bool NewestStands(School school, IReadOnlyList<StoredDelivery> rows)
    {
        var newest = Results.MaxBy(result => result.ScoredAt)!;
        return school.SeenByTeacher(Student, newest.Section) == newest.Percent && rows.Any(row =>
            row.State == DeliveryState.Delivered && row.Result!.Student == newest.Student && row.Version == newest.ScoredAt);
    }
}

/// <summary>All orders of so many things.</summary>
internal static class ArrivalOrders
{
    public static IEnumerable<IReadOnlyList<int>> Of(int count) => count == 0
        ? [[]]
        : Of(count - 1).SelectMany(shorter => Enumerable.Range(0, count).Select(at =>
            (IReadOnlyList<int>)[.. shorter.Take(at), count - 1, .. shorter.Skip(at)]));
}
