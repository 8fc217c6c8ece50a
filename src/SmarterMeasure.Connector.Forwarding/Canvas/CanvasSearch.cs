using Refit;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>What a search came to: one thing, none, several, or a failure.</summary>
/// <param name="Only">The one thing that is meant; null when there is none.</param>
/// <param name="AreSeveral">Whether there is more than one, or more than can be seen through.</param>
/// <param name="Failure">What follows for the delivery when it failed; null when it did not.</param>
internal readonly record struct CanvasHits<T>(T? Only, bool AreSeveral = false, DeliveryOutcome? Failure = null)
    where T : class;

/// <summary>
/// Searches Canvas, which finds a term as a part of longer ones too: only exact hits count, and all pages have to be seen.
/// </summary>
internal sealed class CanvasSearch(CanvasAnswers answers, Uri baseUrl)
{
    private const int MaxPages = 10;

    /// <summary>Looks for the one thing that is meant.</summary>
    /// <param name="call">How reasons name it.</param>
    /// <param name="read">Reads the first page, or the one at an address.</param>
    /// <param name="isMeant">Whether a hit is exact.</param>
    /// <param name="id">A hit's number: pages may overlap.</param>
    public async Task<CanvasHits<T>> FindAsync<T>(
        string call, Func<Uri?, Task<IApiResponse<IReadOnlyList<T>>>> read, Func<T, bool> isMeant, Func<T, long> id)
        where T : class
    {
        var hits = new Dictionary<long, T>();
        Uri? next = null;
        for (var page = 0; page < MaxPages; page++)
        {
            using var answer = await read(next);
            if (answers.FailureOf(answer, call) is { } failure)
                return new(null, Failure: failure);

            foreach (var hit in answer.Content!.Where(isMeant))
                hits[id(hit)] = hit;

            next = CanvasLinks.Next(answer, baseUrl);
            if (hits.Count > 1)
                break;
            if (next is null)
                return new(hits.Values.SingleOrDefault());
            if (!CanvasLinks.IsSameOrigin(next, baseUrl))
                return new(null, Failure: DeliveryOutcome.Retry($"{call}_foreign_link"));
        }

        return new(null, AreSeveral: true);
    }
}
