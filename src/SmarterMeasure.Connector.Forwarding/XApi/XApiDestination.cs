using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>
/// Sends every result as a statement to a learning record store. A statement never changes once it is stored, and its id is
/// made of what it says: sent twice, it is known again.
/// </summary>
internal sealed class XApiDestination(XApiSettings settings, IXApi api, TargetConnection connection)
    : TargetDestination(connection, settings.Confirm), IBatchDestination, IVerifiableDestination
{
    private const string Write = "xapi";

    // A store may show a statement some time after it has taken it.
    private const int PatientAttempts = 4;

    private readonly XApiAnswers _answers = new(connection.Flow);
    private readonly XApiStatements _statements = new(settings.HomePage, settings.ActivityBase);
    private readonly XApiReadings _readings = new(api, new XApiAnswers(connection.Flow), settings.Version);

    /// <inheritdoc/>
    public override Repetition Repetition => Repetition.RecognisedById;

    /// <inheritdoc/>
    public int BatchSize => settings.BatchSize;

    /// <inheritdoc/>
    public int VerifyBatchSize => XApiVerification.BatchSize;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) => true;

    /// <inheritdoc/>
    public override async Task<PreflightReport> PreflightAsync(CancellationToken cancel) =>
        Connection.Flow.Rest is { } rest
            ? PreflightReport.Failed(DeliveryOutcome.Pause("throttled", rest))
            : await new XApiPreflight(api, _answers, settings).LookAsync(cancel);

    /// <inheritdoc/>
    public async Task<VerifyAnswer> VerifyAsync(
        string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel) =>
        Connection.Flow.Rest is { } rest
            ? VerifyAnswer.Failed(DeliveryOutcome.Pause("throttled", rest))
            : await new XApiVerification(api, _answers, _readings, _statements, settings.Version).CompareAsync(
                delivered, static each => each.Account, cancel);

    /// <inheritdoc/>
    /// <remarks>A store takes all statements of a call or none, and does not say because of which.</remarks>
    public async Task<IReadOnlyList<DeliveryOutcome>?> DeliverTogetherAsync(
        IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        if (Connection.Flow.Rest is { } rest)
            return [.. deliveries.Select(_ => DeliveryOutcome.Pause("throttled", rest))];

        // What is recorded of each is what would be sent for it alone, so that it can be compared.
        var statements = deliveries.Select(delivery => _statements.Of(delivery, delivery.Account!)).ToList();
        var outcomes = new List<DeliveryOutcome>();
        foreach (var statement in statements)
            outcomes.Add(DeliveryOutcome.Delivered with { Request = await RequestOfAsync(statement, cancel) });

        var recording = RequestRecording.Begin(isTrial: false);
        using var answer = await api.PostAsync([.. statements], settings.Version, cancel);
        var isSent = recording.Text is not null;
        switch (_answers.FailureOf((IApiResponse)answer, Write))
        {
            // Only the ids say that all were stored: with 204 a store may mean that it left out what it had.
            case null when answer.Content is { } ids
                && statements.TrueForAll(statement => ids.Contains(statement.Id, StringComparer.OrdinalIgnoreCase)):
                Connection.Flow.Succeeded();
                return await ConfirmTogetherAsync(deliveries, outcomes, cancel);

            case null or { State: DeliveryState.Dead }:
                return null;

            case { } failure:
                return [.. outcomes.Select(Failed)];

                DeliveryOutcome Failed(DeliveryOutcome sent) => failure with
                {
                    Request = isSent ? sent.Request : null, IsAmbiguous = failure.IsAmbiguous && isSent,
                };
        }
    }

    private async Task<string?> RequestOfAsync(XApiStatement statement, CancellationToken cancel)
    {
        var recording = RequestRecording.Begin(isTrial: true);
        using var unsent = await api.PutAsync(statement.Id, statement, settings.Version, cancel);
        return recording.Text;
    }

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        result is { IsGradable: true, Percent: < 0 or > 100 } ? DeliveryOutcome.Dead("xapi_score_out_of_range") : null;

    /// <inheritdoc/>
    // A store knows no students: the school's id is the account's name.
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel) =>
        Connection.Accounts.FindAsync(delivery, static (_, value, _) => Task.FromResult(TargetLookup.Found(value)), cancel);

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var statement = _statements.Of(delivery, account);
        using var answer = await api.PutAsync(statement.Id, statement, settings.Version, cancel);
        return answer.StatusCode == HttpStatusCode.Conflict
            ? await JudgeAsync(statement, cancel)
            : _answers.FailureOf(answer, Write) ?? DeliveryOutcome.Delivered;
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome?> ConfirmAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var (standing, failure) = await _readings.LookAsync(_statements.Of(delivery, account), cancel);
        return failure ?? standing switch
        {
            XApiStanding.Same or XApiStanding.Unread => null,
            XApiStanding.Other => DeliveryOutcome.Dead("xapi_conflict"),
            XApiStanding.Voided => DeliveryOutcome.Blocked("statement_voided"),
            _ => delivery.Attempt < PatientAttempts ? DeliveryOutcome.Retry("xapi_not_seen") : DeliveryOutcome.Blocked("not_kept"),
        };
    }

    // Some stores refuse a known id even when it says the same.
    private async Task<DeliveryOutcome> JudgeAsync(XApiStatement statement, CancellationToken cancel)
    {
        var (standing, failure) = await _readings.LookAsync(statement, cancel);
        return failure ?? standing switch
        {
            XApiStanding.Same => DeliveryOutcome.Delivered,
            XApiStanding.Voided => DeliveryOutcome.Blocked("statement_voided"),
            XApiStanding.Missing => DeliveryOutcome.Retry("xapi_conflict_unseen"),
            XApiStanding.Unread => DeliveryOutcome.Blocked("xapi_conflict_unread"),
            _ => DeliveryOutcome.Dead("xapi_conflict"),
        };
    }

    private async Task<IReadOnlyList<DeliveryOutcome>> ConfirmTogetherAsync(
        IReadOnlyList<Delivery> deliveries, List<DeliveryOutcome> outcomes, CancellationToken cancel)
    {
        for (var at = 0; at < deliveries.Count; at++)
        {
            if (settings.ConfirmTogether.Includes(deliveries[at].Id)
                && await ConfirmAsync(deliveries[at], deliveries[at].Account!, cancel) is { } doubt)
                outcomes[at] = doubt with { Request = outcomes[at].Request };
        }

        return outcomes;
    }
}
