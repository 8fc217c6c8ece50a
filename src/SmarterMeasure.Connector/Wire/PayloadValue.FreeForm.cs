using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmarterMeasure.Connector.Wire;

/// <content>Values whose shape is not known beforehand.</content>
public static partial class PayloadValue
{
    private const string JsonNull = "null";

    /// <summary>An element of the kind <see cref="JsonValueKind.Null"/>.</summary>
    public static JsonElement NullElement { get; } = System.Text.Json.JsonElement.Parse(JsonNull);

    /// <summary>
    /// Any value as a <see cref="System.Text.Json.JsonElement"/>. JSON stays as it is, also <c>[]</c>, <c>""</c> and
    /// repeated names. XML becomes a JSON string: the text of an element without child elements, else its inner XML.
    /// Null for JSON's null, and in XML for nothing and an empty element.
    /// </summary>
    public static JsonElement? JsonElement<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct =>
        JsonSource(ref reader) is { } source && source != JsonNull ? System.Text.Json.JsonElement.Parse(source) : null;

    /// <summary>Reads a member that the type does not declare into its extension data.</summary>
    /// <exception cref="PayloadException"><see cref="PayloadError.DuplicateMember"/>: the name is there already.</exception>
    public static void Extension<TReader>(
        ref TReader reader, ReadOnlySpan<byte> name, [NotNull] ref Dictionary<string, JsonElement>? extensionData)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        extensionData ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var key = Key(ref reader, name, extensionData);
        extensionData.Add(key, JsonElement(ref reader) ?? NullElement);
    }

    /// <summary>
    /// Any value as JSON source text, as <see cref="JsonElement"/> describes. Null only in XML, for nothing and an empty
    /// element.
    /// </summary>
    internal static string? JsonSource<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var start = reader;
        var raw = reader.ReadRaw();
        if (reader.Format == PayloadFormat.Json)
            return raw?.Text ?? JsonNothing(start);
        if (raw is null)
            return null;
        if (!IsText(raw.Text))
            return Quote(raw.Text);

        // Once more, now without references and CDATA.
        reader = start;
        return reader.ReadScalar(out var text) ? Quote(Encoding.UTF8.GetString(text)) : null;
    }

    // What ReadRaw takes for nothing is still told apart here.
    private static string JsonNothing<TReader>(TReader start)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var list = start;
        if (list.BeginList() != ListShape.Done)
            return "[]";
        return start.ReadScalar(out _) ? "\"\"" : JsonNull;
    }

    private static bool IsText(string innerXml)
    {
        const string end = "]]>";
        return !innerXml.Contains('<', StringComparison.Ordinal)
            || (innerXml.StartsWith("<![CDATA[", StringComparison.Ordinal)
                && innerXml.IndexOf(end, StringComparison.Ordinal) == innerXml.Length - end.Length);
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
