using System.Text;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints what the dispatcher says of itself: which events it handles, by which methods, with which payloads.</summary>
internal static class CatalogueEmitter
{
    private const string Quotes = "\"\"\"";

    public static void Write(SourceWriter writer, DispatcherModel model)
    {
        writer
            .Write("/// <inheritdoc/>")
            .Indent("public ReadOnlySpan<byte> Catalogue =>")
            .Write(Quotes)
            .Write("[");
        var events = model.All.ToList();
        for (var i = 0; i < events.Count; i++)
            writer.Write("  " + Entry(events[i]) + (i < events.Count - 1 ? "," : ""));
        writer.Write("]").Write(Quotes + "u8;").Outdent();
    }

    private static string Entry(EventModel model)
    {
        var handlers = model.Calls.Select(static call => call.TypeName + "." + call.MethodName);
        var payloads = model.Calls
            .SelectMany(static call => call.Parameters)
            .Where(static parameter => parameter.Source == ParameterSource.Payload)
            .Select(static parameter => parameter.TypeName)
            .Distinct();
        return $"{{ \"event\": {Text(model.Name)}, \"handlers\": {List(handlers)}, \"payloads\": {List(payloads)} }}";
    }

    private static string List(IEnumerable<string> names) =>
        "[" + string.Join(", ", names.Select(static name => Text(name.Replace("global::", "")))) + "]";

    // JSON's own escapes, also for quotes: three of them would end the literal.
    private static string Text(string text)
    {
        var json = new StringBuilder("\"", text.Length + 2);
        foreach (var letter in text)
        {
            if (letter is >= ' ' and <= '~' and not ('"' or '\\'))
                json.Append(letter);
            else
                json.Append("\\u").Append(((int)letter).ToString("x4"));
        }

        return json.Append('"').ToString();
    }
}
