using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>A school for each test, its students, and what must stand there in the end.</summary>
public abstract class SchoolTest(School school) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_scored = new(2026, 8, 30, 14, 7, 0, TimeSpan.Zero);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected School School { get; } = school;

    public async ValueTask InitializeAsync() => await School.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await School.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected List<SectionResult> Enrol(int students, int sections = 3, int from = 0)
    {
        var results = new List<SectionResult>();
        for (var student = from; student < from + students; student++)
        {
            var (id, email) = ($"S{1000 + student}", $"student{student}@school.example");
            School.Enrol(id, email);
            results.AddRange(School.Sections.Take(sections)
                .Select((section, at) => Result(id, email, section, 40 + student + at * 10, 100 + student)));
        }

        return results;
    }

    protected static SectionResult Result(string id, string email, string section, decimal percent, int user) => new()
    {
        Student = new StudentRef { UserId = $"{user}", InternalId = id, Email = email },
        Section = section,
        ScoredAt = s_scored,
        Readiness = "pass",
        Percent = percent,
    };

    private protected async Task AssertDeliveredAsync(VirtualConnector connector, List<SectionResult> results)
    {
        var rows = await connector.DeliveriesAsync();
        Assert.All(rows, row => Assert.True(row.State == DeliveryState.Delivered, $"{row.Operation}: {row.State} {row.Reason}"));
        Assert.Equal(results.Count, rows.Count);
        AssertAtTarget(results);
    }

    protected void AssertAtTarget(List<SectionResult> results)
    {
        Assert.Equal(
            results.Select(result => (result.Student.InternalId!, result.Section, result.Percent!.Value)).Order(),
            School.Results().Order());
        Assert.Equal(
            results.SelectMany(School.BesideOf).Order(StringComparer.Ordinal), School.Beside().Order(StringComparer.Ordinal));
        Assert.Empty(School.Violations);
    }
}
