using Refit;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>What a school's own REST target does with a result, through a Refit interface of its own.</summary>
/// <typeparam name="TApi">The Refit interface. Its methods return <see cref="IApiResponse"/>, so that failures are answers.</typeparam>
public sealed record RestTarget<TApi>
{
    /// <summary>Sends one delivery, and gives the answer. Called from many threads.</summary>
    public required Func<TApi, Delivery, CancellationToken, Task<IApiResponse>> Send { get; init; }

    /// <summary>
    /// How bodies are written and read; for Native AOT made from a source-generated context:
    /// <c>RefitSettings.ForJsonContext(MyJson.Default)</c>.
    /// </summary>
    public required RefitSettings Refit { get; init; }

    /// <summary>Which results the target wants; by default all.</summary>
    public Func<SectionResult, bool> Accepts { get; init; } = static _ => true;

    /// <summary>Why an attempt whose answer never came may be repeated; by default because it only sets a state.</summary>
    public Repetition Repetition { get; init; } = Repetition.SetsState;
}
