using System.Globalization;
using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>
/// Compares what a store shows with what was delivered: first the statements of the activity, page by page from the oldest result
/// on, then by its id each that those few pages did not hold.
/// </summary>
internal sealed class XApiVerification(IXApi api, AnswerReading answers, XApiReadings readings, XApiStatements statements, string version)
{
    /// <summary>The most results of one call.</summary>
    public const int BatchSize = 100;

    private const int PageSize = 100;

    // A statement is stored after its section was scored; a store's clock may be behind.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    /// <summary>What stands of results of one section.</summary>
    public async Task<VerifyAnswer> CompareAsync(
        IReadOnlyList<DeliveredResult> delivered, Func<DeliveredResult, string?> accountOf, CancellationToken cancel)
    {
        // Without a time of scoring the id was made of something that is not at hand.
        var sent = delivered
            .Select(each => each.Result.ScoredAt is not null && accountOf(each) is { } account
                ? statements.Of(each.Result, "", account)
                : null)
            .ToList();
        var (listed, failure) = await ListAsync(delivered, cancel);
        if (failure is not null)
            return VerifyAnswer.Failed(failure);

        var standings = new List<Standing>(sent.Count);
        foreach (var statement in sent)
        {
            if (statement is null)
            {
                standings.Add(Standing.Unknown);
                continue;
            }

            if (listed.TryGetValue(statement.Id, out var stored))
            {
                standings.Add(Of(XApiReadings.Compare(stored, statement), stored, statement));
                continue;
            }

            var (standing, unread) = await readings.LookAsync(statement, cancel);
            if (unread is not null)
                return VerifyAnswer.Failed(unread);
            standings.Add(Of(standing, null, statement));
        }

        return VerifyAnswer.Of(standings);
    }

    private static Standing Of(XApiStanding standing, JsonObject? stored, XApiStatement statement) => standing switch
    {
        XApiStanding.Same => Standing.Same,
        XApiStanding.Other when stored?["actor"]?["account"]?["name"] is JsonValue name
            && name.TryGetValue(out string? account) && account != statement.Actor.Account.Name => Standing.OtherStudent,
        XApiStanding.Other or XApiStanding.Voided => Standing.Changed(),
        XApiStanding.Missing => Standing.Missing,
        _ => Standing.Unknown,
    };

    // One page: more of them would often be others' statements. A store that lists nothing is asked for each.
    private async Task<(Dictionary<string, JsonObject> Listed, DeliveryOutcome? Failure)> ListAsync(
        IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        var listed = new Dictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        if (delivered.Where(each => each.Result.ScoredAt is not null).Min(each => each.Result.ScoredAt) is not { } oldest)
            return (listed, null);

        var since = (oldest - ClockSlack).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        using var answer = await api.ListAsync(
            statements.ActivityIdOf(delivered[0].Result), since, PageSize, version, cancel);
        if (answers.FailureOf(answer, "xapi_list") is { } failure)
            return (listed, failure.State == DeliveryState.Retrying ? failure with { IsAmbiguous = false } : null);

        foreach (var statement in answer.Content!.Statements)
        {
            if (statement["id"] is JsonValue value && value.TryGetValue(out string? id))
                listed[id] = statement;
        }

        return (listed, null);
    }
}
