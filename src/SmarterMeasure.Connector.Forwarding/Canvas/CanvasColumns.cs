using System.Globalization;
using System.Net;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Sets cells of custom gradebook columns, and knows whether the columns are there for instructors to see.</summary>
internal sealed class CanvasColumns(CanvasSettings settings, ICanvasApi api, CanvasAnswers answers)
{
    private static readonly Unfitness Missing = new(
        "column_missing", "Configure the number of a custom gradebook column of this course; the API makes one, Canvas's pages do not.");

    private static readonly Unfitness Hidden = new(
        "column_hidden", "Let the gradebook show the column: no instructor would see what stands in it.");

    /// <summary>Sets a result's cell.</summary>
    /// <returns>Null when the text stands; else what the delivery comes to.</returns>
    public async Task<DeliveryOutcome?> SetAsync(SectionResult result, string user, CancellationToken cancel)
    {
        var column = settings.Columns[result.Section];
        var text = ResultText.Line(result);
        using var answer = await api.PutColumnAsync(settings.Course, column, user, new ColumnBody(new ColumnData(text)), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return await WithoutAnyAsync(column, cancel);
        if (answers.FailureOf(answer, CanvasCalls.Write) is { } failure)
            return failure;

        // Canvas tells with 200 too that it did not take a text.
        return answer.Content!.Content == text ? null : DeliveryOutcome.Blocked(answer.Content.Errors is null ? "not_kept" : "cell_refused");
    }

    /// <summary>What a preflight says of the columns.</summary>
    public async Task<(IReadOnlyList<PreflightItem> Items, DeliveryOutcome? Failure)> LookAsync(CancellationToken cancel)
    {
        if (settings.Columns.Count == 0)
            return ([], null);

        var (columns, failure) = await ReadAsync(cancel);
        return failure is not null ? ([], failure) : ([.. settings.Columns.Select(entry => Judge(entry.Key, entry.Value, columns))], null);
    }

    private static PreflightItem Judge(string section, string number, IReadOnlyList<CanvasColumn> columns)
    {
        var column = columns.FirstOrDefault(one => one.Id.ToString(CultureInfo.InvariantCulture) == number);
        var item = column is null ? $"column {number}" : $"column {number} \"{column.Title}\"";
        return column switch
        {
            null => Missing.Item(section, item),
            { Hidden: true } => Hidden.Item(section, item),
            _ => PreflightItem.Fit(section, item),
        };
    }

    // The column is gone, or the student is not in the course.
    private async Task<DeliveryOutcome> WithoutAnyAsync(string column, CancellationToken cancel)
    {
        var (columns, failure) = await ReadAsync(cancel);
        return failure ?? (columns.Any(one => one.Id.ToString(CultureInfo.InvariantCulture) == column)
            ? DeliveryOutcome.Blocked("not_enrolled")
            : Missing.Outcome);
    }

    private async Task<(IReadOnlyList<CanvasColumn> Columns, DeliveryOutcome? Failure)> ReadAsync(CancellationToken cancel)
    {
        using var answer = await api.GetColumnsAsync(settings.Course, cancel);
        return answers.FailureOf(answer, CanvasCalls.Columns) is { } failure ? ([], failure) : (answer.Content!, null);
    }
}
