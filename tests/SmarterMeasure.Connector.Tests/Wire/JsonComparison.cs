using System.Text;
using System.Text.Json;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

/// <summary>Walks a cursor along a document that System.Text.Json has read.</summary>
internal static class JsonComparison
{
    public static void AssertSame(JsonElement expected, ref JsonPayloadReader reader)
    {
        var skipping = reader;
        skipping.Skip();
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.True(reader.BeginObject());
                foreach (var member in expected.EnumerateObject())
                {
                    Assert.True(reader.NextMember(out var name));
                    Assert.Equal(member.Name, Encoding.UTF8.GetString(name));
                    AssertSame(member.Value, ref reader);
                }

                Assert.False(reader.NextMember(out _));
                break;
            case JsonValueKind.Array:
                var shape = reader.BeginList();
                foreach (var item in expected.EnumerateArray())
                {
                    Assert.True(reader.NextItem(ref shape));
                    AssertSame(item, ref reader);
                }

                Assert.False(reader.NextItem(ref shape));
                break;
            default:
                var raw = reader;
                Assert.Equal(IsNothing(expected) ? null : expected.GetRawText(), raw.ReadRaw()?.Text);
                var isText = reader.ReadScalar(out var text);
                Assert.Equal(expected.ValueKind != JsonValueKind.Null, isText);
                if (isText)
                    Assert.Equal(expected.ValueKind == JsonValueKind.String ? expected.GetString() : expected.GetRawText(), Encoding.UTF8.GetString(text));
                break;
        }
    }

    /// <summary>Whether all strings can be decoded; System.Text.Json finds out only when asked for them.</summary>
    public static bool IsAllText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsAllText),
                JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && IsAllText(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsNothing(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null || (element.ValueKind == JsonValueKind.String && element.GetString() == "");
}
