using System.Text.RegularExpressions;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>What every target does, whatever goes wrong on the way to it.</summary>
public abstract class TargetConformance(School school) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_scored = new(2026, 8, 30, 14, 7, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await school.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await school.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    public async Task Everything_arrives_once_while_a_third_of_the_calls_fails(int seed, int atATime)
    {
        var results = Enrol(students: 12);
        school.Send(atATime);
        school.Faults.Random(0.3, seed);
        await using var connector = await VirtualConnector.StartAsync(school, results);

        await connector.DrainAsync(TimeSpan.FromDays(2));

        await AssertDeliveredAsync(connector, results);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_throttled_target_is_left_alone_for_as_long_as_it_asks(int atATime)
    {
        var results = Enrol(students: 8);
        school.Send(atATime);
        school.Faults.Throttle(0.5, seed: 3);
        await using var connector = await VirtualConnector.StartAsync(school, results);

        await connector.DrainAsync(TimeSpan.FromDays(2));

        await AssertDeliveredAsync(connector, results);
        Assert.All(await connector.DeliveriesAsync(), row => Assert.Equal(0, row.Failures));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_is_lost_or_comes_too_late_doubles_nothing(bool isHeld)
    {
        // One result alone says how many calls it takes; then the answer of each of them is lost in turn.
        var first = Enrol(students: 1, sections: 1);
        long calls;
        await using (var connector = await VirtualConnector.StartAsync(school, first))
        {
            await connector.DrainAsync(TimeSpan.FromHours(1));
            calls = school.RequestCount;
        }

        var expected = new List<SectionResult>(first);
        for (var call = 0; call < calls; call++)
        {
            var result = Enrol(students: 1, sections: 1, from: call + 1);
            expected.AddRange(result);
            school.Faults.LoseAnswer(call, isHeld);
            await using var connector = await VirtualConnector.StartAsync(school, result);
            await connector.DrainAsync(TimeSpan.FromHours(6));
            Assert.Equal(DeliveryState.Delivered, Assert.Single(await connector.DeliveriesAsync()).State);
            school.Faults.Clear();
        }

        AssertAtTarget(expected);
    }

    [Fact]
    public async Task An_outage_of_a_day_is_waited_for()
    {
        var results = Enrol(students: 4); // Just enough calls to open the circuit: a day has many attempts of each.
        school.Faults.GoDown();
        await using var connector = await VirtualConnector.StartAsync(school, results);
        await connector.WaitAsync(TimeSpan.FromHours(24));
        Assert.All(
            await connector.DeliveriesAsync(),
            row => Assert.True(row.State == DeliveryState.Retrying, $"{row.Operation}: {row.State} {row.Reason}"));

        school.Faults.Clear();
        await connector.DrainAsync(TimeSpan.FromHours(4));

        await AssertDeliveredAsync(connector, results);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_shows_the_request_that_is_sent_later()
    {
        var result = Enrol(students: 1, sections: 1);
        school.Faults.GoDown();
        await using var connector = await VirtualConnector.StartAsync(school, result);
        await connector.UntilAsync(static row => row.State == DeliveryState.Retrying);
        school.Faults.Clear();

        var foreseen = await connector.ForeseeAsync(Cancel);

        Assert.Equal(DeliveryState.Delivered, foreseen!.State);
        Assert.Empty(school.Results());
        Assert.Empty(school.Beside());
        await connector.DrainAsync(TimeSpan.FromHours(4));
        var sent = Assert.Single(await connector.DeliveriesAsync()).Request!;
        Assert.Equal(WithoutWhatIsKnownLater(sent), WithoutWhatIsKnownLater(foreseen.Request!));
    }

    // When a line item of ours was made, and the number of a grade object or an assignment that is first made.
    private static string WithoutWhatIsKnownLater(string request) => Regex.Replace(
        Regex.Replace(request, "\"dateLastModified\":\"[^\"]*\"", "\"dateLastModified\":\"\""),
        "/(grades|assignments)/(new|[0-9]+)/(values|submissions)/", "/$1/(number)/$3/");

    protected List<SectionResult> Enrol(int students, int sections = 3, int from = 0)
    {
        var results = new List<SectionResult>();
        for (var student = from; student < from + students; student++)
        {
            var (id, email) = ($"S{1000 + student}", $"student{student}@school.example");
            school.Enrol(id, email);
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

    private void AssertAtTarget(List<SectionResult> results)
    {
        Assert.Equal(
            results.Select(result => (result.Student.InternalId!, result.Section, result.Percent!.Value)).Order(),
            school.Results().Order());
        Assert.Equal(
            results.SelectMany(school.BesideOf).Order(StringComparer.Ordinal), school.Beside().Order(StringComparer.Ordinal));
        Assert.Empty(school.Violations);
    }

    [Fact]
    public async Task In_shadow_nothing_is_changed_and_the_ledger_has_the_requests_that_are_sent_later()
    {
        var results = Enrol(students: 3);
        List<StoredDelivery> shadowed;
        await using (var connector = await VirtualConnector.StartAsync(new InShadow(school), results))
        {
            await connector.DrainAsync(TimeSpan.FromHours(4));
            shadowed = await connector.DeliveriesAsync();
        }

        Assert.All(shadowed, row => Assert.True(
            row is { State: DeliveryState.Shadowed, Reason: null }, $"{row.Operation}: {row.State} {row.Reason}"));
        Assert.Empty(school.Results());
        Assert.Empty(school.Beside());

        await using var live = await VirtualConnector.StartAsync(school, results);
        await live.DrainAsync(TimeSpan.FromHours(4));
        await AssertDeliveredAsync(live, results);
        var pairs = shadowed.Zip(
            await live.DeliveriesAsync(), (foreseen, sent) => (Foreseen: RequestsOf(foreseen), Sent: RequestsOf(sent))).ToList();

        // What is made once at the target, each in shadow would have to make.
        var all = pairs.SelectMany(pair => pair.Sent).ToHashSet(StringComparer.Ordinal);
        Assert.All(pairs, pair => Assert.Equal(pair.Sent, pair.Foreseen.Intersect(pair.Sent)));
        Assert.All(pairs.SelectMany(pair => pair.Foreseen), foreseen => Assert.Contains(foreseen, all));

        static string[] RequestsOf(StoredDelivery row) =>
            Regex.Split(WithoutWhatIsKnownLater(row.Request!), "\n\n(?=(?:POST|PUT|PATCH|DELETE) /)");
    }

    /// <summary>The same school, to which a connector is configured in shadow.</summary>
    private sealed class InShadow(School school) : School
    {
        public override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>(school.Settings) { ["Shadow"] = "true" };

        public override IFaults Faults => school.Faults;

        public override IReadOnlyList<string> Violations => school.Violations;

        public override long RequestCount => school.RequestCount;

        public override Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

        public override void Enrol(string internalId, string email) => school.Enrol(internalId, email);

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() => school.Results();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
