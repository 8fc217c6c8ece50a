using System.Globalization;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>
/// One course of events at a school, made of a seed: some students, of whom one has two registrations, their results in some
/// order, faults on the way, and items that are unfit and perhaps mended.
/// </summary>
internal sealed class TruthPlan
{
    private static readonly DateTimeOffset s_scored = new(2026, 8, 30, 14, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_before = TimeSpan.FromHours(4);

    // Long enough for what was looked at for the third time just before to be looked at again.
    private static readonly TimeSpan s_after = TimeSpan.FromHours(12);

    private readonly School _school;
    private readonly Random _dice;
    private readonly List<SectionResult> _results = [];
    private readonly List<(ItemCondition Condition, string Student, string Section, bool IsMended)> _planted = [];

    public TruthPlan(School school, int seed)
    {
        (_school, _dice) = (school, new Random(seed));
        for (var student = 0; student < 3; student++)
        {
            var (id, email) = ($"S{seed}x{student}", $"student{student}.{seed}@school.example");
            school.Enrol(id, email);
            foreach (var section in School.Sections)
            {
                Add(id, email, section, registration: 10 * student, hour: student);
                if (student == 0)
                    Add(id, email, section, registration: 1, hour: _dice.Next(1, 9));
            }
        }

        for (var i = _results.Count - 1; i > 0; i--)
        {
            var other = _dice.Next(i + 1);
            (_results[i], _results[other]) = (_results[other], _results[i]);
        }

        void Add(string id, string email, string section, int registration, int hour) => _results.Add(new SectionResult
        {
            Student = new StudentRef { UserId = $"{seed}{registration:00}", InternalId = id, Email = email },
            Section = section,
            ScoredAt = s_scored.AddHours(hour),
            Readiness = "pass",
            // No two of a plan are alike: what stands tells whose it is.
            Percent = 20 + (_results.Count * 5) + (_dice.Next(1, 19) * 0.25m),
        });
    }

    /// <summary>What was planted, for a message.</summary>
    public string Description => string.Join("; ", _planted.Select(each =>
        $"{each.Condition} ({each.Student}, {each.Section}{(each.IsMended ? ", mended" : "")})"));

    /// <summary>Lets it happen, and says which rows of the ledger lie.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        Plant();
        _school.Faults.Random(_dice.NextDouble() * 0.3, _dice.Next());
        await using var connector = await VirtualConnector.StartAsync(_school, _results);
        await connector.WaitAsync(s_before);
        _school.Faults.Clear();
        foreach (var (condition, student, section, _) in _planted.Where(each => each.IsMended))
            condition.Mend(student, section);

        await connector.WaitAsync(s_after);
        return Judge(await connector.DeliveriesAsync());
    }

    private void Plant()
    {
        var conditions = _school.Conditions;
        for (var i = conditions.Count == 0 ? 0 : _dice.Next(4); i > 0; i--)
        {
            var result = _results[_dice.Next(_results.Count)];
            var (student, section) = (result.Student.InternalId!, result.Section);
            // One for each item: what is mended is as it was before.
            if (_planted.Exists(each => each.Section == section))
                continue;

            var condition = conditions[_dice.Next(conditions.Count)];
            condition.Plant(student, section);
            // What is harmless stays: changed later, it would change what was delivered.
            _planted.Add((condition, student, section, !condition.IsHarmless && _dice.Next(2) == 0));
        }
    }

    // Of the results of one account in one section the newest counts; what it took the place of says nothing.
    private List<string> Judge(List<StoredDelivery> rows)
    {
        var lies = new List<string>();
        foreach (var same in rows.GroupBy(row => (Student: row.Result!.Student.InternalId!, row.Result.Section)))
        {
            var newest = same.MaxBy(row => (row.Version, row.Id))!;
            var seen = _school.SeenByTeacher(same.Key.Student, same.Key.Section);
            var stands = seen is { } value && Math.Abs(value - newest.Result!.Percent!.Value) < 0.01m;
            if ((newest.State == DeliveryState.Delivered) != stands)
            {
                lies.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{same.Key.Student} {same.Key.Section}: {newest.State} {newest.Reason}, {newest.Result!.Percent} was to stand and {seen?.ToString(CultureInfo.InvariantCulture) ?? "nothing"} stands"));
            }

            // Once the newest is there, no older one may look as if it still had to come, or stand beside it as delivered before it.
            lies.AddRange(same
                .Where(row => row != newest && newest.State == DeliveryState.Delivered && row.DueAt is not null)
                .Select(row => $"{same.Key.Student} {same.Key.Section}: an older result is still {row.State}"));
        }

        return lies;
    }
}
