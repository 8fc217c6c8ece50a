namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>Writes a stream of rows for the eye, without holding them all: so the widths are given, not measured.</summary>
internal sealed class Table<T>(params Column<T>[] columns)
{
    private const string Indent = "        ";

    /// <summary>Writes the rows, with lines about them below each, or that there are none.</summary>
    public async Task WriteAsync(
        TextWriter output, IAsyncEnumerable<T> rows, CancellationToken cancel, Func<T, IEnumerable<string>>? details = null)
    {
        var isEmpty = true;
        await foreach (var row in rows.WithCancellation(cancel))
        {
            if (isEmpty)
                await WriteLineAsync(output, column => column.Name);
            isEmpty = false;
            await WriteLineAsync(output, column => column.Text(row) ?? "-");
            foreach (var line in details?.Invoke(row) ?? [])
                await output.WriteLineAsync((Indent + Printable.Of(line)).TrimEnd());
        }

        if (isEmpty)
            await output.WriteLineAsync("None.");
    }

    private Task WriteLineAsync(TextWriter output, Func<Column<T>, string> text)
    {
        var cells = columns.Select(column => Printable.Of(text(column)).PadRight(column.Width));
        return output.WriteLineAsync(string.Join("  ", cells).TrimEnd());
    }
}

/// <summary>One column of a table.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Width">How many characters it normally has; longer texts push the rest to the right.</param>
/// <param name="Text">What stands in it; null for nothing.</param>
internal sealed record Column<T>(string Name, int Width, Func<T, string?> Text);
