using CsCheck;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>
/// Random histories, after which a store must have said and hold the same as <see cref="ReferenceStore"/>. The same
/// histories in every run: each is made from its number.
/// </summary>
public abstract class ModelConformance(Func<TestDatabase> newDatabase)
{
    private const int Histories = 100;

    /// <summary>A crowd arrives, from which lanes get long, and then anything happens.</summary>
    private static readonly Gen<List<ModelStep>> Steps = StepsOf(ModelStep.Weights);

    private static readonly Gen<List<ModelStep>> StepsOfDeliveries = StepsOf(ModelStep.WeightsOfDeliveries);

    [Fact]
    public async Task Any_history_has_the_outcome_that_the_rules_say()
    {
        for (uint number = 0; number < Histories; number++)
        {
            var steps = (number % 2 == 0 ? Steps : StepsOfDeliveries).Generate(new PCG(number, 20_26), null, out _);
            if (await FaultOfAsync(steps) is { } fault)
                Assert.Fail($"History {number}, shortened: {await ShortenAsync(steps, fault)}");
        }
    }

    private async Task<Exception?> FaultOfAsync(List<ModelStep> steps)
    {
        await using var database = newDatabase();
        try
        {
            await using var history = await ModelHistory.BeginAsync(database);
            foreach (var step in steps)
                await history.TakeAsync(step);

            await history.CompareAsync();
            return null;
        }
        catch (Exception fault) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return fault;
        }
    }

    /// <summary>Leaves out what the fault does not need.</summary>
    private async Task<string> ShortenAsync(List<ModelStep> steps, Exception fault)
    {
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            List<ModelStep> shorter = [.. steps[..i], .. steps[(i + 1)..]];
            if (await FaultOfAsync(shorter) is { } same)
                (steps, fault) = (shorter, same);
        }

        return $"{string.Join(", ", steps)}\n{fault}";
    }

    private static Gen<List<ModelStep>> StepsOf(IEnumerable<(int Weight, ModelStepKind Kind)> weights) => Gen.Select(
        StepsOf(Gen.Const(ModelStepKind.Accept)).List[0, 12],
        StepsOf(Gen.Frequency([.. weights.Select(each => (each.Weight, Gen.Const(each.Kind)))])).List[20, 70],
        (crowd, rest) => crowd.Concat(rest).ToList());

    private static Gen<ModelStep> StepsOf(Gen<ModelStepKind> kinds) => Gen.Select(
        kinds, Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], (kind, a, b, c) => new ModelStep(kind, a, b, c));
}
