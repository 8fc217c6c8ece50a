namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Payload types that several tests use.</summary>
internal static class PayloadShapes
{
    /// <summary>Every supported type of a member, every way to set one, and names that are hard to write.</summary>
    public const string Everything = """
        using System.Collections.Immutable;
        using System.Linq;
        using System.Text.Json;
        using System.Text.Json.Serialization;

        namespace Demo;

        public enum Readiness { Pass, Fail, Question, Unknown }
        public enum Band { [JsonStringEnumMemberName("top-band")] High, Low_Middle, @default }

        public record Base
        {
            public required string CallbackId { get; init; }
            public string? CallbackEvent { get; init; }
        }

        public sealed record Everything : Base
        {
            public required string Text { get; init; }
            public string? TextOrNull { get; init; }
            public bool Flag { get; init; }
            public bool? FlagOrNull { get; init; }
            public required byte Byte { get; init; }
            public sbyte SByte { get; init; }
            public short Short { get; init; }
            public ushort UShort { get; init; }
            public int Int { get; set; }
            public uint UInt { get; init; }
            public long Long { get; init; }
            public ulong ULong { get; init; }
            public float Float { get; init; }
            public double Double { get; init; }
            public decimal Decimal { get; init; }
            public decimal? DecimalOrNull { get; init; }
            public DateTimeOffset At { get; init; }
            public DateTime? When { get; init; }
            public DateOnly? Day { get; init; }
            public Guid? Id { get; init; }
            public Uri? Link { get; init; }
            public Readiness Readiness { get; init; }
            public Readiness? ReadinessOrNull { get; init; }
            public required Band Band { get; init; }
            public Band? BandOrNull { get; init; }
            public RawFragment? Metadata { get; init; }
            public TimeSpan? Duration { get; init; }
            public char? Grade { get; init; }
            public byte[]? Bytes { get; init; }
            public Int128? Huge { get; init; }
            public JsonElement Free { get; init; }
            public JsonElement? FreeOrNull { get; init; }
            [JsonConverter(typeof(Cents))] public decimal Paid { get; init; }
            [JsonConverter(typeof(Cents))] public decimal? PaidOrNull { get; init; }
            [JsonConverter(typeof(MaybeCents))] public decimal? PaidMaybe { get; init; }
            [JsonConverter(typeof(Reversed))] public string? Mirrored { get; init; }
            public Point? Place { get; init; }
            public IReadOnlyList<Point> Places { get; init; } = [];
            public HashSet<string> Groups { get; init; } = [];
            public ISet<int>? Ranks { get; init; }
            public IReadOnlySet<Band> BandSet { get; init; } = new HashSet<Band>();
            public ImmutableList<string>? Trail { get; init; }
            public ImmutableHashSet<Guid> Guids { get; init; } = [];
            public List<JsonElement> Frees { get; init; } = [];
            public List<List<Node>?>? Grid { get; init; }
            public Dictionary<string, int>? CountsByName { get; init; }
            [JsonExtensionData] public Dictionary<string, JsonElement>? Rest { get; init; }
            public Node? Tree { get; init; }
            public Money Price { get; init; }
            public Money? PriceOrNull { get; init; }
            public string[] Names { get; init; } = [];
            public int?[]? Counts { get; init; }
            public List<string> Tags { get; init; } = ["given"];
            public IList<Node> Nodes { get; init; } = [];
            public IReadOnlyList<string?> Notes { get; init; } = [];
            public IReadOnlyCollection<decimal> Values { get; init; } = [];
            public IEnumerable<Guid> Keys { get; init; } = [];
            public ICollection<Readiness> Levels { get; init; } = [];
            public ImmutableArray<Band> Bands { get; init; } = [];
            public ImmutableArray<int>? MoreNumbers { get; init; }
            public Dictionary<string, string> Labels { get; init; } = [];
            public IReadOnlyDictionary<string, List<int[]>>? Matrix { get; init; }
            public List<Dictionary<string, Money?>> Prices { get; init; } = [];
            public string Kept { get; init; } = "kept";
            public int Answer { get; init; } = 42;
            public string? Settable { get; set; } = "settable";
            public string Typed { get; set; } = "typed";
            [JsonPropertyName("Odd \"name\"")] public string? Odd { get; init; }
            [JsonIgnore] public object? Ignored { get; init; }
            public int Computed => Int + 1;
            public string? @class { get; init; }
            public string? Member { get; init; }
            public string? Seen { get; init; }
            public string? Reader { get; init; }
            public string? Result { get; init; }
            public string? List1 { get; init; }
            public string? Writer { get; init; }
            public string? Payload { get; init; }
            public int[] Item1 { get; init; } = [];
            public int?[] Given1 { get; init; } = [];
            public Dictionary<string, int?> Key1 { get; init; } = [];
            public string? Entry1 { get; init; }
            public string? Value { get; init; }
            public string? _ { get; init; }
            [System.Obsolete] public string? Old { get; init; }
        }

        public sealed class Node
        {
            public string? Code { get; set; }
            public List<Node> Nodes { get; set; } = [];
        }

        public readonly record struct Money(decimal Amount, string Currency = "USD", Readiness Kind = Readiness.Fail, double Rate = 1.5);

        [JsonConverter(typeof(PointConverter))] public readonly record struct Point(int X, int Y);

        public sealed class PointConverter : JsonConverter<Point>
        {
            public override Point Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
            {
                var parts = reader.GetString()!.Split(';');
                return new Point(int.Parse(parts[0]), int.Parse(parts[1]));
            }

            public override void Write(Utf8JsonWriter writer, Point value, JsonSerializerOptions options) =>
                writer.WriteStringValue($"{value.X};{value.Y}");
        }

        public sealed class Cents : JsonConverter<decimal>
        {
            public override decimal Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetInt64() / 100m;

            public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
                writer.WriteNumberValue((long)(value * 100));
        }

        public sealed class MaybeCents : JsonConverter<decimal?>
        {
            public override bool HandleNull => true;

            public override decimal? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
                reader.TokenType == JsonTokenType.Null ? -1 : reader.GetInt64() / 100m;

            public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options) =>
                writer.WriteNumberValue((long)(value!.Value * 100));
        }

        public sealed class Reversed : JsonConverter<string>
        {
            public override string Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
                new([.. reader.GetString()!.Reverse()]);

            public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
                writer.WriteStringValue([.. value.Reverse()]);
        }

        internal sealed class Handlers
        {
            [SmarterMeasureEvent("assessment.everything")]
            internal void On(Everything e) => Last = e;
            internal static Everything? Last { get; set; }
        }
        """;
}
