using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Codecs.Tests.Shapes;

/// <summary>A payload before it is written in a format; C#'s null stands for nothing.</summary>
internal abstract record Part
{
    /// <summary>The peer's options: what reads and writes the same types by other means.</summary>
    public static readonly JsonSerializerOptions Peer = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Converters = { new JsonStringEnumConverter(), new BooleanInQuotes() },
    };

    public static Group Of<T>(T value) => (Group)FromNode(JsonSerializer.SerializeToNode(value, Peer))!;

    private static Part? FromNode(JsonNode? node, string? name = null) => node switch
    {
        JsonObject group => new Group([.. group.Select(static member => new Member(member.Key, FromNode(member.Value, member.Key)))], IsMap: name == "labels"),
        JsonArray items => new Items([.. items.Select(static item => FromNode(item))]),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => new Scalar(value.GetValue<string>(), ScalarKind.Text),
            JsonValueKind.Number => new Scalar(value.ToJsonString(), ScalarKind.Number),
            _ => new Scalar(value.ToJsonString(), ScalarKind.Boolean),
        },
        _ => null,
    };

    private sealed class BooleanInQuotes : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? bool.Parse(reader.GetString()!) : reader.GetBoolean();

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
    }
}

internal sealed record Scalar(string Text, ScalarKind Kind) : Part;

/// <summary>An object.</summary>
/// <param name="Members">The members in their order.</param>
/// <param name="IsMap">Whether the names are data, so that order and strangers matter.</param>
internal sealed record Group(IReadOnlyList<Member> Members, bool IsMap = false) : Part;

internal sealed record Items(IReadOnlyList<Part?> Values) : Part;

internal sealed record Member(string Name, Part? Value);

internal enum ScalarKind
{
    Text,
    Number,
    Boolean,
}
