using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Hosting.Payloads;

/// <summary>Copies JSON without its secrets.</summary>
internal static class JsonMask
{
    /// <summary>The masked JSON; null when the body is no JSON.</summary>
    public static string? Apply(ReadOnlyMemory<byte> body, SecretMask mask, bool indented, int nesting)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 256);
        try
        {
            using var document = JsonDocument.Parse(body[Utf8Check.BomLength(body.Span)..]);
            using var writer = new Utf8JsonWriter(
                output, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            Write(writer, document.RootElement, mask, nesting);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not well-formed, or with half a surrogate in a text.
            return null;
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, SecretMask mask, int nesting)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, value, mask, nesting);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item, mask, nesting);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(mask.Text(value.GetString()!, nesting));
                break;
            default:
                var raw = value.GetRawText();
                if (mask.Text(raw, nesting) == raw)
                    value.WriteTo(writer);
                else
                    writer.WriteStringValue(SecretMask.Hidden);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement value, SecretMask mask, int nesting)
    {
        writer.WriteStartObject();
        var namesSecret = value.EnumerateObject().Any(NamesSecret);
        foreach (var member in value.EnumerateObject())
        {
            writer.WritePropertyName(mask.Text(member.Name, nesting));
            var isHidden = SecretNames.IsSecret(member.Name) || (namesSecret && !NamesSecret(member));
            if (isHidden && !IsNothing(member.Value))
                writer.WriteStringValue(SecretMask.Hidden);
            else
                Write(writer, member.Value, mask, nesting);
        }

        writer.WriteEndObject();
    }

    // As in {"name":"AccessCode","value":"…"}.
    private static bool NamesSecret(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String
        && SecretNames.IsNaming(member.Name)
        && SecretNames.IsSecret(member.Value.GetString());

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };
}
