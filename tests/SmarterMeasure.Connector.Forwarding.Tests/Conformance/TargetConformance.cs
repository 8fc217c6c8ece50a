using System.Text.RegularExpressions;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>What every target does, whatever goes wrong on the way to it.</summary>
public abstract class TargetConformance(School school) : LateWriteConformance(school)
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    public async Task Everything_arrives_once_while_a_third_of_the_calls_fails(int seed, int atATime)
    {
        var results = Enrol(students: 12);
        School.Send(atATime);
        School.Faults.Random(0.3, seed);
        await using var connector = await VirtualConnector.StartAsync(School, results);

        await connector.DrainAsync(TimeSpan.FromDays(2));

        await AssertDeliveredAsync(connector, results);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_throttled_target_is_left_alone_for_as_long_as_it_asks(int atATime)
    {
        var results = Enrol(students: 8);
        School.Send(atATime);
        School.Faults.Throttle(0.5, seed: 3);
        await using var connector = await VirtualConnector.StartAsync(School, results);

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
        await using (var connector = await VirtualConnector.StartAsync(School, first))
        {
            await connector.DrainAsync(TimeSpan.FromHours(1));
            calls = School.RequestCount;
        }

        var expected = new List<SectionResult>(first);
        for (var call = 0; call < calls; call++)
        {
            var result = Enrol(students: 1, sections: 1, from: call + 1);
            expected.AddRange(result);
            School.Faults.LoseAnswer(call, isHeld);
            await using var connector = await VirtualConnector.StartAsync(School, result);
            await connector.DrainAsync(TimeSpan.FromHours(6));
            Assert.Equal(DeliveryState.Delivered, Assert.Single(await connector.DeliveriesAsync()).State);
            School.Faults.Clear();
        }

        AssertAtTarget(expected);
    }

    [Fact]
    public async Task An_outage_of_a_day_is_waited_for()
    {
        var results = Enrol(students: 4); // Just enough calls to open the circuit: a day has many attempts of each.
        School.Faults.GoDown();
        await using var connector = await VirtualConnector.StartAsync(School, results);
        await connector.WaitAsync(TimeSpan.FromHours(24));
        Assert.All(
            await connector.DeliveriesAsync(),
            row => Assert.True(row.State == DeliveryState.Retrying, $"{row.Operation}: {row.State} {row.Reason}"));

        School.Faults.Clear();
        await connector.DrainAsync(TimeSpan.FromHours(4));

        await AssertDeliveredAsync(connector, results);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_shows_the_request_that_is_sent_later()
    {
        var result = Enrol(students: 1, sections: 1);
        School.Faults.GoDown();
        await using var connector = await VirtualConnector.StartAsync(School, result);
        await connector.UntilAsync(static row => row.State == DeliveryState.Retrying);
        School.Faults.Clear();

        var foreseen = await connector.ForeseeAsync(Cancel);

        Assert.Equal(DeliveryState.Delivered, foreseen!.State);
        Assert.Empty(School.Results());
        Assert.Empty(School.Beside());
        await connector.DrainAsync(TimeSpan.FromHours(4));
        var sent = Assert.Single(await connector.DeliveriesAsync()).Request!;
        Assert.Equal(WithoutWhatIsKnownLater(sent), WithoutWhatIsKnownLater(foreseen.Request!));
    }

    // When a line item of ours was made, and the number of a grade object or an assignment that is first made.
    private static string WithoutWhatIsKnownLater(string request) => Regex.Replace(
        Regex.Replace(request, "\"dateLastModified\":\"[^\"]*\"", "\"dateLastModified\":\"\""),
        "/(grades|assignments)/(new|[0-9]+)/(values|submissions)/", "/$1/(number)/$3/");

    [Fact]
    public async Task In_shadow_nothing_is_changed_and_the_ledger_has_the_requests_that_are_sent_later()
    {
        var results = Enrol(students: 3);
        List<StoredDelivery> shadowed;
        await using (var connector = await VirtualConnector.StartAsync(new InShadow(School), results))
        {
            await connector.DrainAsync(TimeSpan.FromHours(4));
            shadowed = await connector.DeliveriesAsync();
        }

        Assert.All(shadowed, row => Assert.True(
            row is { State: DeliveryState.Shadowed, Reason: null }, $"{row.Operation}: {row.State} {row.Reason}"));
        Assert.Empty(School.Results());
        Assert.Empty(School.Beside());

        await using var live = await VirtualConnector.StartAsync(School, results);
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
