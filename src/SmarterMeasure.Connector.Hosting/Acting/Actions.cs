using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Hosting.Selection;

namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>Reports actions as they are done.</summary>
internal static class Actions
{
    /// <summary>Acts on each that was asked for by its id, or, when none was, on all that the filters choose.</summary>
    /// <param name="asked">The ids.</param>
    /// <param name="act">Acts on what one id, or null for the filters, chooses.</param>
    /// <param name="notFound">Says that an id chooses nothing.</param>
    /// <param name="cancel">Ends it.</param>
    public static async IAsyncEnumerable<T> OnEachAsync<T>(
        IReadOnlyList<AskedId> asked,
        Func<AskedId?, IAsyncEnumerable<T>> act,
        Func<AskedId, T> notFound,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var one in asked.DefaultIfEmpty())
        {
            var isFound = false;
            await foreach (var action in act(one).WithCancellation(cancel))
            {
                isFound = true;
                yield return action;
            }

            if (!isFound && one is not null)
                yield return notFound(one);
        }
    }

    /// <summary>Writes each action, and for the eye the numbers at the end.</summary>
    /// <returns>1 when a row that was asked for by its id could not be done.</returns>
    public static async Task<int> ReportAsync<T>(
        VerbRun run, IAsyncEnumerable<T> actions, ActionStyle<T> style, CancellationToken cancel)
        where T : RowAction
    {
        var counts = new SortedDictionary<Outcome, int>();
        var isFine = true;
        var counted = Count();
        if (run.Json)
        {
            await JsonArray.WriteAsync(run.Output, counted, style.Json, cancel);
        }
        else
        {
            await style.Table.WriteAsync(run.Output, counted, cancel, style.Details);
            var numbers = string.Join(", ", counts.Select(entry => $"{entry.Value} {Printable.Of(entry.Key)}"));
            if (style.IsDryRun)
                await run.Output.WriteLineAsync("Dry run, nothing was changed. It would be: " + numbers);
            else if (counts.Count > 0)
                await run.Output.WriteLineAsync(numbers);
        }

        return isFine || !style.IsById ? ExitCodes.Ok : ExitCodes.Fault;

        async IAsyncEnumerable<T> Count()
        {
            await foreach (var action in actions.WithCancellation(cancel))
            {
                counts[action.Outcome] = counts.GetValueOrDefault(action.Outcome) + 1;
                isFine &= action.IsFine;
                yield return action;
            }
        }
    }
}

/// <summary>How actions are reported.</summary>
/// <param name="Json">For scripts.</param>
/// <param name="Table">For the eye.</param>
/// <param name="IsById">Whether the rows were asked for by their ids.</param>
/// <param name="IsDryRun">Whether nothing was changed.</param>
/// <param name="Details">What stands below each row, for the eye.</param>
internal sealed record ActionStyle<T>(
    JsonTypeInfo<T> Json, Table<T> Table, bool IsById, bool IsDryRun, Func<T, IEnumerable<string>> Details);
