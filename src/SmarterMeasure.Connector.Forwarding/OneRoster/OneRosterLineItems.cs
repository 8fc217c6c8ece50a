using System.Collections.Concurrent;
using System.Net;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>What was seen of a line item.</summary>
/// <param name="Exists">Whether it is there; null where the system does not show line items.</param>
/// <param name="Facts">What it says of itself; null where it is not there, or not shown.</param>
internal sealed record OneRosterLineItemState(bool? Exists, OneRosterLineItemFacts? Facts)
{
    /// <summary>The system does not show line items.</summary>
    public static OneRosterLineItemState Unread { get; } = new(null, null);

    /// <summary>There is none.</summary>
    public static OneRosterLineItemState Missing { get; } = new(false, null);

    /// <summary>A percentage on the scale of the line item: itself where that names no highest score.</summary>
    public decimal ScoreOf(decimal percent) => Facts?.ResultValueMax is { } most
        ? ResultText.Shortest(percent * most / 100)
        : ResultText.Shortest(percent);
}

/// <summary>
/// The line items that results go into, each read once an hour, and whether a result can stand there. Safe for use from many threads.
/// </summary>
internal sealed class OneRosterLineItems(IOneRosterApi api, OneRosterAnswers answers, OneRosterSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (OneRosterLineItemState State, long At)> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The sections to look at: those that are configured, else those that results have come of.</summary>
    public IReadOnlyList<string> Sections => [.. settings.LineItems.Count > 0 ? settings.LineItems.Keys : _seen.Keys];

    /// <summary>What is known of a section's line item, read where that is older than an hour; or why it could not be read.</summary>
    public Task<(OneRosterLineItemState State, DeliveryOutcome? Failure)> FindAsync(string section, CancellationToken cancel) =>
        _seen.TryGetValue(section, out var seen) && clock.GetElapsedTime(seen.At) < GoodFor
            ? Task.FromResult<(OneRosterLineItemState, DeliveryOutcome?)>((seen.State, null))
            : ReadAsync(section, cancel);

    /// <summary>Reads a section's line item.</summary>
    public async Task<(OneRosterLineItemState State, DeliveryOutcome? Failure)> ReadAsync(string section, CancellationToken cancel)
    {
        using var answer = await api.GetLineItemAsync(settings.LineItemOf(section), cancel);
        if (answers.PassingFailureOf(answer, OneRosterCalls.LineItem) is { } failure)
            return (OneRosterLineItemState.Unread, failure);

        var state = answer.StatusCode == HttpStatusCode.NotFound ? OneRosterLineItemState.Missing
            : answer.Content is { } content ? new OneRosterLineItemState(true, content.AssessmentLineItem)
            : OneRosterLineItemState.Unread;
        _seen[section] = (state, clock.GetTimestamp());
        return (state, null);
    }

    /// <summary>Lets the next attempt read a section's line item anew.</summary>
    public void Forget(string section)
    {
        if (_seen.TryGetValue(section, out var seen))
            _seen[section] = (seen.State, clock.GetTimestamp() - (long)(GoodFor.TotalSeconds * clock.TimestampFrequency));
    }

    /// <summary>Whether results of a section can stand in its line item.</summary>
    public PreflightItem Judge(string section, OneRosterLineItemState state)
    {
        var id = settings.LineItemOf(section);
        var item = $"assessmentLineItem {id}";
        return state switch
        {
            { Exists: null } => PreflightItem.Notice(
                section, item, "line_item_not_shown",
                "Grant the client the scope assessment.readonly, and name it under Scope: without it nobody can tell whether results stand."),
            { Exists: false } when settings.Provisions(section) => PreflightItem.Fit(section, $"{item}, put before its first result"),
            { Exists: false } => PreflightItem.Unfit(
                section, item, "line_item_missing",
                $"Create the assessmentLineItem {id} in the gradebook, or set Provision to true, or name another one under LineItems."),
            { Facts.Status: "tobedeleted" } => PreflightItem.Unfit(
                section, item, "line_item_deleted",
                $"Set the status of the assessmentLineItem {id} back to active, or name another one under LineItems."),
            { Facts.ResultValueMax: <= 0 } => PreflightItem.Unfit(
                section, item, "line_item_worth_nothing",
                $"Set resultValueMax of the assessmentLineItem {id} to more than 0, for example to 100."),
            { Facts.ResultValueMin: > 0 } => PreflightItem.Unfit(
                section, item, "line_item_minimum",
                $"Set resultValueMin of the assessmentLineItem {id} to 0: a low percentage would be outside of its values."),
            { Facts.ScoreScale: not null } => PreflightItem.Notice(
                section, item, "line_item_scale",
                $"The assessmentLineItem {id} has a scoreScale, whose words the numbers of results are not: take it away if they do not show."),
            { Facts.ResultValueMax: null } => PreflightItem.Notice(
                section, item, "line_item_without_maximum",
                $"Set resultValueMax of the assessmentLineItem {id}: percentages are sent as points of 100 until it has one."),
            _ => PreflightItem.Fit(section, $"{item}, {ResultText.Number(state.Facts!.ResultValueMax!.Value)} points"),
        };
    }
}
