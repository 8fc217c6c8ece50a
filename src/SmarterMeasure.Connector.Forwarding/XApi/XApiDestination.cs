using System.Net;
using SmarterMeasure.Connector.Forwarding.Accounts;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>
/// Sends every result as a statement to a learning record store. A statement never changes once it is stored, and its id is
/// made of what it says: sent twice, it is known again.
/// </summary>
internal sealed class XApiDestination(XApiSettings settings, IXApi api, TargetConnection connection)
    : TargetDestination(connection)
{
    private const string Write = "xapi";
    private const string ReadBack = "xapi_read_back";

    private readonly AnswerReading _answers = new(connection.Flow);
    private readonly XApiStatements _statements = new(settings.HomePage, settings.ActivityBase);

    /// <inheritdoc/>
    public override Repetition Repetition => Repetition.RecognisedById;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) => true;

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, CancellationToken cancel)
    {
        if (delivery.Result is { IsGradable: true, Percent: < 0 or > 100 })
            return DeliveryOutcome.Dead("xapi_score_out_of_range");

        // A store knows no students: the school's id is the account's name.
        var lookup = await Connection.Accounts.FindAsync(
            delivery, static (_, value, _) => Task.FromResult(AccountLookup.Found(value)), cancel);
        if (lookup.Account is not { } account)
            return lookup.Failure!;

        var statement = _statements.Of(delivery, account);
        using var answer = await api.PutAsync(statement.Id, statement, settings.Version, cancel);
        return answer.StatusCode == HttpStatusCode.Conflict
            ? await JudgeAsync(statement, cancel)
            : _answers.FailureOf(answer, Write) ?? DeliveryOutcome.Delivered;
    }

    // Some stores refuse a known id even when it says the same.
    private async Task<DeliveryOutcome> JudgeAsync(XApiStatement statement, CancellationToken cancel)
    {
        using var answer = await api.GetAsync(statement.Id, settings.Version, cancel);

        // A store may show a statement some time after it has taken it.
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return DeliveryOutcome.Retry("xapi_conflict_unseen");
        if (_answers.FailureOf(answer, ReadBack) is { } failure)
            return failure;

        return XApiSameness.Holds(answer.Content!, statement) ? DeliveryOutcome.Delivered : DeliveryOutcome.Dead("xapi_conflict");
    }
}
