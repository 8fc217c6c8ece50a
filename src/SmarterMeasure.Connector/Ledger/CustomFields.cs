using System.Text.Json;
using System.Xml;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Ledger;

/// <summary>
/// Reads the registration's custom fields. The vendor shows them only empty, so every shape that gives names with values is
/// taken: an object, a list of objects, elements; anything else gives none.
/// </summary>
internal static class CustomFields
{
    private static readonly string[] NameMembers = ["name", "key", "parameter_id", "ParameterId", "id"];
    private static readonly string[] ValueMembers = ["value", "response", "Response"];

    /// <summary>The fields, by name; null when there are none.</summary>
    public static IReadOnlyDictionary<string, string>? In(RawFragment? metadata)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (metadata is { Format: PayloadFormat.Json })
                AddJson(metadata.Text, fields);
            else if (metadata is not null)
                AddXml(metadata.Text, fields);
        }
        catch (Exception unknown) when (unknown is JsonException or XmlException)
        {
            return null;
        }

        return fields.Count == 0 ? null : fields;
    }

    private static void AddJson(string text, Dictionary<string, string> fields)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object)
            AddMembers(root, fields);
        else if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in root.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object))
                AddMembers(item, fields);
        }
    }

    private static void AddMembers(JsonElement element, Dictionary<string, string> fields)
    {
        var members = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            members[member.Name] = TextOf(member.Value);

        if (First(members, NameMembers) is { } name && First(members, ValueMembers) is { } value)
        {
            fields[name] = value;
            return;
        }

        foreach (var (member, text) in members)
        {
            if (text is not null)
                fields[member] = text;
        }
    }

    private static void AddXml(string text, Dictionary<string, string> fields)
    {
        var settings = new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment, DtdProcessing = DtdProcessing.Prohibit };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        string? name = null;
        string? named = null;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
                (name, named) = (reader.Name, reader.GetAttribute("name") ?? reader.GetAttribute("key") ?? named);
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && name is not null)
            {
                if (NameMembers.Contains(name))
                    named = reader.Value;
                else
                    fields[named ?? name] = reader.Value;
            }
            else if (reader.NodeType == XmlNodeType.EndElement && !NameMembers.Contains(reader.Name))
                named = null;
        }
    }

    private static string? First(Dictionary<string, string?> members, string[] names) =>
        names.Select(name => members.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
