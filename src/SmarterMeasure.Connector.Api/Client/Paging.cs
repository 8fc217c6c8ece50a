using System.Runtime.CompilerServices;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>Reads page after page by own offsets, which count from 1.</summary>
internal static class Paging
{
    /// <summary>All rows.</summary>
    /// <param name="read">Reads a page, given its first row and how many rows.</param>
    /// <param name="id">What tells rows apart.</param>
    /// <param name="count">How many rows to ask for.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        Func<int, int, CancellationToken, Task<ResultsPage<T>>> read, Func<T, string?> id, int count,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        string?[] previous = [];
        for (var start = 1; ;)
        {
            var page = await read(start, count, cancel);
            if (page.Items.Count == 0)
                yield break;

            // A server that does not heed the offset would give its first page for ever.
            var ids = page.Items.Select(id).ToArray();
            if (ids.SequenceEqual(previous) && ids.Any(one => one is not null))
                throw new SmarterMeasureApiException("SmarterMeasure's API gave the same page twice: it does not page as documented.");

            foreach (var item in page.Items)
                yield return item;

            previous = ids;
            var seen = start + page.Items.Count - 1;
            if (page.Total == seen || (page.Items.Count < count && (page.Total is null || page.Total < seen)))
                yield break;

            start = seen + 1;
        }
    }
}
