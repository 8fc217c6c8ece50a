using System.Globalization;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>
/// What the ledger is worth: whatever goes wrong on the way and whatever the item is like, in the end a row says delivered if and
/// only if the value stands where a teacher looks.
/// </summary>
/// <remarks>
/// <c>TRUTH_PLANS</c> in the environment says how many plans are tried, <c>TRUTH_SEED</c> that only the one of that seed is. A
/// measurement adds up what the tests write to the file that <c>TRUTH_FIGURES</c> names.
/// </remarks>
public abstract class TruthConformance(Func<School> open)
{
    private const int FewPlans = 3;

    [Fact]
    public async Task A_row_says_delivered_if_and_only_if_the_value_stands_as_a_teacher_sees_it()
    {
        var lies = new List<string>();
        var seeds = Seeds().ToList();
        foreach (var seed in seeds)
        {
            await using var school = open();
            await school.StartAsync(TestContext.Current.CancellationToken);
            var plan = new TruthPlan(school, seed);
            lies.AddRange((await plan.RunAsync()).Select(lie => $"seed {seed}: {lie}. Planted: {plan.Description}"));
            lies.AddRange(school.Violations.Select(violation => $"seed {seed}: {violation}. Planted: {plan.Description}"));
        }

        Write(seeds.Count, lies.Count);
        Assert.True(lies.Count == 0, string.Join('\n', lies));
    }

    private static IEnumerable<int> Seeds() => Number("TRUTH_SEED") is { } only
        ? [only]
        : Enumerable.Range(1, Number("TRUTH_PLANS") ?? FewPlans);

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Write(int plans, int lies)
    {
        if (Environment.GetEnvironmentVariable("TRUTH_FIGURES") is { Length: > 0 } file)
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{GetType().Name} {plans} {lies}\n"));
    }
}
