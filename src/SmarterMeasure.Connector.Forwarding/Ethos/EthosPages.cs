using System.Globalization;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>Reads a list to its end. Pages may be shorter than asked for: only the total, or an empty page, is the end.</summary>
internal sealed class EthosPages<T>(EthosAnswers answers, string call)
{
    private const int PageSize = 100;
    private const int MaxPages = 50;

    /// <summary>All that is listed, or why it could not be read.</summary>
    public async Task<(IReadOnlyList<T> All, DeliveryOutcome? Failure)> ReadAsync(
        Func<int, int, Task<IApiResponse<IReadOnlyList<T>>>> readPage)
    {
        var all = new List<T>();
        for (var page = 0; page < MaxPages; page++)
        {
            using var answer = await readPage(all.Count, PageSize);
            if (answers.FailureOf(answer, call) is { } failure)
                return ([], failure);

            all.AddRange(answer.Content!);
            if (answer.Content!.Count == 0 || all.Count >= Total(answer))
                return (all, null);
        }

        return ([], DeliveryOutcome.Dead($"{call}_too_long"));
    }

    private static int? Total(IApiResponse answer) =>
        answer.Headers is { } headers
        && headers.TryGetValues("x-total-count", out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            ? total
            : null;
}
