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
    : TargetDestination(connection)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(5);

    private readonly OneRosterAnswers _answers = new(connection.Flow);

    /// <inheritdoc/>
    public override bool Accepts(SectionResult result) => settings.Takes(result);

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
            return await PutAsync(delivery, account, cancel);
        }
        catch (StoreUnavailableException)
        {
            // What was put is put again, and is the same.
            return DeliveryOutcome.Pause("store_unavailable", StorePause);
        }
    }

    private async Task<DeliveryOutcome> PutAsync(Delivery delivery, string student, CancellationToken cancel)
    {
        var lineItem = settings.LineItems.GetValueOrDefault(delivery.Result.Section) ?? OneRosterIds.LineItem(delivery.Result.Section);
        if (await ProvisionAsync(delivery.Result.Section, lineItem, cancel) is { } failure)
            return failure;

        var result = Body(delivery.Result, student, lineItem);
        using var answer = await api.PutResultAsync(result.SourcedId, new OneRosterResultBody(result), cancel);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
        {
            // What the result refers to may be gone: look anew when it is tried again.
            Connection.Accounts.Forget(delivery.Result.Student);
            if (IsOurs(delivery.Result.Section))
            {
                await provisioned.RemoveAsync(lineItem, cancel);
                await provisioned.RemoveAsync(OneRosterIds.Assessment, cancel);
            }
        }

        return _answers.FailureOf(answer, OneRosterCalls.Write) ?? DeliveryOutcome.Delivered;
    }

    // A line item that the configuration names is the school's own, and not ours to write.
    private bool IsOurs(string section) => settings.Provision && !settings.LineItems.ContainsKey(section);

    private async Task<DeliveryOutcome?> ProvisionAsync(string section, string lineItem, CancellationToken cancel)
    {
        if (!IsOurs(section))
            return null;

        return await PutLineItemAsync(OneRosterIds.Assessment, "SmarterMeasure", parent: null, cancel)
            ?? await PutLineItemAsync(lineItem, $"SmarterMeasure {section}", OneRosterIds.Assessment, cancel);
    }

    private async Task<DeliveryOutcome?> PutLineItemAsync(string sourcedId, string title, string? parent, CancellationToken cancel)
    {
        if (await provisioned.ContainsAsync(sourcedId, cancel))
            return null;

        var body = new OneRosterLineItem
        {
            SourcedId = sourcedId,
            DateLastModified = Time(Connection.Clock.GetUtcNow()),
            Title = title,
            ParentAssessmentLineItem = parent is null ? null : LineItem(parent),
        };
        using var answer = await api.PutLineItemAsync(sourcedId, new OneRosterLineItemBody(body), cancel);
        var failure = _answers.FailureOf(answer, OneRosterCalls.LineItem);
        if (failure is null)
            await provisioned.AddAsync(sourcedId, cancel);

        return failure.UnlessTrial();
    }

    private OneRosterResult Body(SectionResult result, string student, string lineItem) => new()
    {
        SourcedId = OneRosterIds.Result(result.Student.UserId, result.Section),
        DateLastModified = Time(result.ScoredAt!.Value),
        Metadata = result.Subscales is { Count: > 0 } subscales ? new OneRosterMetadata(Shortest(subscales)) : null,
        AssessmentLineItem = LineItem(lineItem),
        Student = Reference("rostering", "users", student, "user"),
        Score = ResultText.Shortest(result.Percent!.Value),
        TextScore = result.Readiness,
        ScoreDate = ResultText.Date(result)!,
    };

    private OneRosterReference LineItem(string sourcedId) =>
        Reference("gradebook", "assessmentLineItems", sourcedId, "assessmentLineItem");

    private OneRosterReference Reference(string service, string list, string sourcedId, string type) => new(
        $"{settings.BaseUrl.ToString().TrimEnd('/')}/ims/oneroster/{service}/v1p2/{list}/{Uri.EscapeDataString(sourcedId)}",
        sourcedId, type);

    private static SortedDictionary<string, decimal> Shortest(IReadOnlyDictionary<string, decimal> subscales)
    {
        var shortest = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (code, percent) in subscales)
            shortest[code] = ResultText.Shortest(percent);
        return shortest;
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
