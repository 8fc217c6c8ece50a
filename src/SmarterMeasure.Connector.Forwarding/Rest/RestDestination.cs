using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Rest;

/// <summary>Sends results as the user's own code says, with what all targets share around it.</summary>
internal sealed class RestDestination<TApi>(RestTarget<TApi> target, TApi api, TargetConnection connection)
    : TargetDestination(connection)
{
    private readonly AnswerReading _answers = new(connection.Flow);

    /// <inheritdoc/>
    public override Repetition Repetition => target.Repetition;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) => target.Accepts(result);

    /// <inheritdoc/>
    public override Task<AccountLookup> FindAccountAsync(Delivery delivery, CancellationToken cancel) =>
        Task.FromResult(target.Account(delivery) is { Length: > 0 } account ? AccountLookup.Found(account) : AccountLookup.None);

    /// <inheritdoc/>
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel) =>
        throw new NotSupportedException("The user's own code finds the student.");

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        using var answer = await target.Send(api, delivery, cancel);
        return _answers.FailureOf(answer, "rest") ?? DeliveryOutcome.Delivered;
    }
}
