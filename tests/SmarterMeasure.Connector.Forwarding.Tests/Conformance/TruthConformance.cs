using System.Globalization;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>
/// What the ledger is worth: whatever goes wrong on the way and whatever the item is like, in the end a row says delivered if and
/// only if the value stands where a teacher looks.
/// </summary>
/// <remarks>
/// <c>TRUTH_PLANS</c> in the environment says how many plans are tried, <c>TRUTH_SEED</c> that only the one of that seed is. A
/// measurement adds up what the tests write to the file that <c>TRUTH_FIGURES</c> names: a figure and its value in each line.
/// </remarks>
public abstract class TruthConformance(Func<School> open)
{
    private const int FewPlans = 3;

    [Fact]
    public async Task A_row_says_delivered_if_and_only_if_the_value_stands_as_a_teacher_sees_it()
    {
        var lies = new List<string>();
        var violations = new List<string>();
        var seeds = Seeds().ToList();
        foreach (var seed in seeds)
        {
            await using var school = open();
            await school.StartAsync(TestContext.Current.CancellationToken);
            var plan = new TruthPlan(school, seed);
            lies.AddRange((await plan.RunAsync()).Select(lie => $"seed {seed}: {lie}. Planted: {plan.Description}"));
            violations.AddRange(school.Violations.Select(violation => $"seed {seed}: {violation}. Planted: {plan.Description}"));
        }

        Write(("plans", seeds.Count), ("rows.lying", lies.Count), ("violations", violations.Count));
        Assert.True(lies.Count + violations.Count == 0, string.Join('\n', lies.Concat(violations)));
    }

    /// <summary>A student has two registrations, of two results each.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_newest_result_of_two_registrations_stands_in_whichever_order_they_arrive(bool oneAfterTheOther)
    {
        await using var school = open();
        await school.StartAsync(TestContext.Current.CancellationToken);
        var orders = ArrivalOrders.Of(4).Select((order, at) => TwoRegistrations.Of(school, at, order)).ToList();
        var waves = oneAfterTheOther
            ? Enumerable.Range(0, 4).Select(arrival => orders.ConvertAll(each => each.Results[arrival])).ToList()
            : [orders.SelectMany(each => each.Results).ToList()];

        await using var connector = await VirtualConnector.StartAsync(school, waves[0]);
        await connector.DrainAsync(TimeSpan.FromDays(2));
        foreach (var wave in waves.Skip(1))
        {
            await connector.RestartAsync(wave);
            await connector.DrainAsync(TimeSpan.FromDays(2));
        }

        var rows = await connector.DeliveriesAsync();
        var wrong = orders.Where(each => !each.NewestStands(school, rows)).Select(each => each.Description).ToList();
        Write(("registrations.orders", orders.Count), ("registrations.wrong", wrong.Count));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<int> Seeds() => Number("TRUTH_SEED") is { } only
        ? [only]
        : Enumerable.Range(1, Number("TRUTH_PLANS") ?? FewPlans);

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Write(params ReadOnlySpan<(string Figure, int Value)> figures) =>
        TruthFigures.Write(GetType().Name.Replace("Truth", "", StringComparison.Ordinal).ToLowerInvariant(), figures);
}
