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

    /// <summary>
    /// The target's id of the student, the same for every registration (<c>user_id</c>) of a student: the newest result stands,
    /// whichever of them it is of and in whichever order they arrive. Null for a target that keeps registrations apart. By default
    /// the id that was mapped, or the school's own. Called from many threads.
    /// </summary>
    public Func<Delivery, string?> Account { get; init; } =
        static delivery => delivery.MappedTo ?? delivery.Result.Student.InternalId;

    /// <summary>Which results the target wants; by default all.</summary>
    public Func<SectionResult, bool> Accepts { get; init; } = static _ => true;

    /// <summary>Why an attempt whose answer never came may be repeated; by default because it only sets a state.</summary>
    public Repetition Repetition { get; init; } = Repetition.SetsState;
}
