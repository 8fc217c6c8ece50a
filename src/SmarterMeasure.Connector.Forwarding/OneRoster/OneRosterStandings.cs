using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>
/// Compares results that stand with those that were put. The results of a line item are listed in pages and kept for some minutes,
/// so that many are compared at the cost of few calls; where a system does not list them by line item, or has very many, each is read
/// by its id. Safe for use from many threads.
/// </summary>
internal sealed class OneRosterStandings(IOneRosterApi api, OneRosterAnswers answers, TimeProvider clock)
{
    private const int PageSize = 100;
    private const int MaxPages = 500;
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Listing> _listings = new(StringComparer.Ordinal);

    /// <summary>What stands of results of one section.</summary>
    public async Task<VerifyAnswer> CompareAsync(
        string lineItem, string section, OneRosterLineItemState state, IReadOnlyList<DeliveredResult> delivered,
        CancellationToken cancel)
    {
        var (listing, failure) = await ListAsync(lineItem, cancel);
        if (failure is not null)
            return VerifyAnswer.Failed(failure);

        var standings = new List<Standing>(delivered.Count);
        foreach (var each in delivered)
        {
            if (each.Account is not { } account)
            {
                standings.Add(Standing.Unknown);
                continue;
            }

            var id = OneRosterIds.Result(account, section);
            var stored = listing?.Results.GetValueOrDefault(id);
            if (listing is null)
            {
                using var answer = await api.GetResultAsync(id, cancel);
                if (answers.PassingFailureOf(answer, OneRosterCalls.ReadBack) is { } unread)
                    return VerifyAnswer.Failed(unread);

                stored = answer.Content?.AssessmentResult;
                if (stored is null && answer.StatusCode != HttpStatusCode.NotFound)
                {
                    standings.Add(Standing.Unknown);
                    continue;
                }
            }

            var isSeen = state.Facts?.Status != "tobedeleted";
            standings.Add(stored is null || !isSeen
                ? Standing.Missing
                : Compare(stored, account, lineItem, state.ScoreOf(each.Result.Percent!.Value)));
        }

        return VerifyAnswer.Of(standings);
    }

    /// <summary>How a result that stands compares with the one that was put.</summary>
    public static Standing Compare(OneRosterStoredResult stored, string student, string lineItem, decimal score) =>
        stored.Status == "tobedeleted" ? Standing.Missing
        : stored.Student?.SourcedId is { } other && other != student ? Standing.OtherStudent
        : (stored.AssessmentLineItem?.SourcedId ?? lineItem) == lineItem && IsKept(stored.Score, score)
            ? Standing.Same
        : Standing.Changed(at: stored.DateLastModified);

    // A system may keep fewer decimals, as it does with every score.
    private static bool IsKept(decimal? stored, decimal sent)
    {
        if (stored is not { } kept)
            return false;

        var decimals = BitConverter.GetBytes(decimal.GetBits(ResultText.Shortest(kept))[3])[2];
        var step = 1m;
        for (var each = 0; each < decimals; each++)
            step /= 10;
        return Math.Abs(kept - sent) <= step / 2 || Math.Abs(kept - sent) <= 0.000001m;
    }

    private async Task<(Listing? Listing, DeliveryOutcome? Failure)> ListAsync(string lineItem, CancellationToken cancel)
    {
        if (_listings.TryGetValue(lineItem, out var known) && clock.GetElapsedTime(known.At) < GoodFor)
            return (known.IsWhole ? known : null, null);

        var (results, failure) = await ReadAsync(lineItem, cancel);
        if (failure is not null)
            return (null, failure);

        var listing = new Listing(results ?? [], results is not null, clock.GetTimestamp());
        _listings[lineItem] = listing;
        return (results is null ? null : listing, null);
    }

    // Null where the system does not list them, or too many.
    private async Task<(Dictionary<string, OneRosterStoredResult>? Results, DeliveryOutcome? Failure)> ReadAsync(
        string lineItem, CancellationToken cancel)
    {
        var filter = $"assessmentLineItem.sourcedId='{lineItem.Replace("'", "''", StringComparison.Ordinal)}'";
        var results = new Dictionary<string, OneRosterStoredResult>(StringComparer.Ordinal);
        var read = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            using var answer = await api.ListResultsAsync(filter, PageSize, read, cancel);
            if (answers.PassingFailureOf(answer, OneRosterCalls.ReadBack) is { } failure)
                return (null, failure);
            if (answer.Content is not { } content || Total(answer) > PageSize * MaxPages)
                return (null, null);

            foreach (var result in content.AssessmentResults)
                results[result.SourcedId] = result;
            read += content.AssessmentResults.Count;
            if (content.AssessmentResults.Count == 0 || read >= Total(answer))
                return (results, null);
        }

        return (null, null);
    }

    private static int? Total(IApiResponse answer) =>
        answer.Headers is { } headers
        && headers.TryGetValues("X-Total-Count", out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            ? total
            : null;

    private sealed record Listing(IReadOnlyDictionary<string, OneRosterStoredResult> Results, bool IsWhole, long At);
}
