namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>Writes what is known of one thing, a field a line; what is null is left out.</summary>
internal static class Fields
{
    private const int Width = 14;

    public static async Task WriteAsync(TextWriter output, params (string Name, string? Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            if (!string.IsNullOrEmpty(value))
                await output.WriteLineAsync(name.PadRight(Width) + Printable.Of(value));
        }
    }
}
