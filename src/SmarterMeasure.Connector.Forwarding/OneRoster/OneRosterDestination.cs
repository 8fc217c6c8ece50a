using System.Net;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>
/// Sends section results as assessment results of OneRoster 1.2, each under an id of ours: put again, it is the same record.
/// </summary>
internal sealed class OneRosterDestination(
    OneRosterSettings settings, IOneRosterApi api, TargetConnection connection, ProvisionedItems provisioned)
    : TargetDestination(connection, settings.Confirm), IVerifiableDestination
{
    // Some systems show a result a moment after they have taken it.
    private const int PatientAttempts = 3;
    private const string Nobody = "identifier='smartermeasure-preflight'";
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    private readonly OneRosterAnswers _answers = new(connection.Flow);
    private readonly OneRosterLineItems _lineItems = new(api, new OneRosterAnswers(connection.Flow), settings, connection.Clock);
    private readonly OneRosterStandings _standings = new(api, new OneRosterAnswers(connection.Flow), connection.Clock);
    private readonly OneRosterResultWriter _writer = new(settings);

    /// <inheritdoc/>
    public int VerifyBatchSize => 100;

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) => settings.Takes(result);

    /// <inheritdoc/>
    public override async Task<PreflightReport> PreflightAsync(CancellationToken cancel)
    {
        if (Connection.Flow.Rest is { } rest)
            return PreflightReport.Failed(DeliveryOutcome.Pause("throttled", rest));

        using var users = await api.FindUsersAsync(Nobody, cancel);
        if (users.StatusCode == HttpStatusCode.Forbidden)
        {
            return PreflightReport.Of(PreflightItem.Unfit(
                null, "the users of the roster", "users_not_shown",
                "Grant the client the scope roster-core.readonly; where the system wants roster.readonly beside it, name both under Scope."));
        }

        if (_answers.PassingFailureOf(users, OneRosterCalls.Lookup) is { } failure)
            return PreflightReport.Failed(failure);

        var items = new List<PreflightItem>();
        foreach (var section in _lineItems.Sections)
        {
            var (state, unread) = await _lineItems.ReadAsync(section, cancel);
            if (unread is not null)
                return PreflightReport.Failed(unread);

            items.Add(_lineItems.Judge(section, state));
        }

        return PreflightReport.Of(items);
    }

    /// <inheritdoc/>
    public async Task<VerifyAnswer> VerifyAsync(
        string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        if (Connection.Flow.Rest is { } rest)
            return VerifyAnswer.Failed(DeliveryOutcome.Pause("throttled", rest));

        var (state, failure) = await _lineItems.FindAsync(section, cancel);
        return failure is not null
            ? VerifyAnswer.Failed(failure)
            : await _standings.CompareAsync(settings.LineItemOf(section), section, state, delivered, cancel);
    }

    /// <inheritdoc/>
    protected override DeliveryOutcome? Refuse(SectionResult result) =>
        !Accepts(result) ? DeliveryOutcome.Dead("oneroster_no_line_item")
        : result.ScoredAt is null ? DeliveryOutcome.Dead("oneroster_no_date")
        : null;

    /// <inheritdoc/>
    protected override Task<TargetLookup> FindAsync(Delivery delivery, CancellationToken cancel) =>
        Connection.Accounts.FindAsync(delivery, new OneRosterStudents(api, _answers).FindAsync, cancel);

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome> AttemptAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        try
        {
            var (state, failure) = await ReadyAsync(delivery.Result.Section, cancel);
            return failure ?? await PutAsync(delivery, account, state, cancel);
        }
        catch (StoreUnavailableException)
        {
            // What was put is put again, and is the same.
            return DeliveryOutcome.Pause("store_unavailable", StorePause);
        }
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryOutcome?> ConfirmAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        var section = delivery.Result.Section;
        var (state, failure) = await _lineItems.FindAsync(section, cancel);
        if (failure is not null)
            return failure;

        using var answer = await api.GetResultAsync(OneRosterIds.Result(account, section), cancel);
        if (_answers.PassingFailureOf(answer, OneRosterCalls.ReadBack) is { } passing)
            return passing;
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return delivery.Attempt < PatientAttempts ? DeliveryOutcome.Retry("oneroster_not_seen") : DeliveryOutcome.Blocked("not_kept");
        if (answer.Content is not { } content)
            return null; // The system shows no results: what it answered is all that there is.

        var standing = OneRosterStandings.Compare(
            content.AssessmentResult, account, settings.LineItemOf(section), state.ScoreOf(delivery.Result.Percent!.Value));
        if (standing.Kind == StandingKind.Same)
            return null;

        // The line item may be worth something else by now.
        _lineItems.Forget(section);
        return DeliveryOutcome.Blocked("not_kept");
    }

    private async Task<DeliveryOutcome> PutAsync(
        Delivery delivery, string student, OneRosterLineItemState state, CancellationToken cancel)
    {
        var section = delivery.Result.Section;
        var result = _writer.Result(delivery.Result, student, state.ScoreOf(delivery.Result.Percent!.Value));
        using var answer = await api.PutResultAsync(result.SourcedId, new OneRosterResultBody(result), cancel);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
        {
            // What the result refers to may be gone: look anew when it is tried again.
            Connection.Accounts.Forget(delivery.Result.Student);
            _lineItems.Forget(section);
        }

        return _answers.FailureOf(answer, OneRosterCalls.Write) ?? DeliveryOutcome.Delivered;
    }

    // Whether the section's line item is there and fit; one of ours is put where it is not.
    private async Task<(OneRosterLineItemState State, DeliveryOutcome? Failure)> ReadyAsync(string section, CancellationToken cancel)
    {
        var (state, failure) = await _lineItems.FindAsync(section, cancel);
        if (failure is not null)
            return (state, failure);
        if (_lineItems.Judge(section, state) is { Verdict: PreflightVerdict.Unfit } unfit)
        {
            _lineItems.Forget(section);
            return (state, DeliveryOutcome.Blocked($"target_unfit: {unfit.Code}: {unfit.Remedy}"));
        }

        return state.Exists != true && settings.Provisions(section)
            ? (state, await ProvisionAsync(section, isMissing: state.Exists == false, cancel))
            : (state, null);
    }

    private async Task<DeliveryOutcome?> ProvisionAsync(string section, bool isMissing, CancellationToken cancel)
    {
        var lineItem = settings.LineItemOf(section);
        if (isMissing)
        {
            // What stands above it may be gone with it.
            if (await provisioned.ContainsAsync(lineItem, cancel))
                await provisioned.RemoveAsync(lineItem, cancel);
            if (await CheckAssessmentAsync(cancel) is { } failure)
                return failure;
        }

        var put = await PutLineItemAsync(OneRosterIds.Assessment, "SmarterMeasure", parent: null, cancel)
            ?? await PutLineItemAsync(lineItem, $"SmarterMeasure {section}", OneRosterIds.Assessment, cancel);
        if (put is null)
            _lineItems.Forget(section);
        return put;
    }

    private async Task<DeliveryOutcome?> CheckAssessmentAsync(CancellationToken cancel)
    {
        if (!await provisioned.ContainsAsync(OneRosterIds.Assessment, cancel))
            return null;

        using var answer = await api.GetLineItemAsync(OneRosterIds.Assessment, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            await provisioned.RemoveAsync(OneRosterIds.Assessment, cancel);
        return _answers.PassingFailureOf(answer, OneRosterCalls.LineItem);
    }

    private async Task<DeliveryOutcome?> PutLineItemAsync(string sourcedId, string title, string? parent, CancellationToken cancel)
    {
        if (await provisioned.ContainsAsync(sourcedId, cancel))
            return null;

        var body = _writer.LineItem(sourcedId, title, parent, Connection.Clock.GetUtcNow());
        using var answer = await api.PutLineItemAsync(sourcedId, new OneRosterLineItemBody(body), cancel);
        var failure = _answers.FailureOf(answer, OneRosterCalls.LineItem);
        if (failure is null)
            await provisioned.AddAsync(sourcedId, cancel);

        return failure.UnlessTrial();
    }
}
