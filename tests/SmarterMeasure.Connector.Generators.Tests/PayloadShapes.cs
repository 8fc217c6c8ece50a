namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Payload types that several tests use.</summary>
internal static class PayloadShapes
{
    /// <summary>Every supported type of a member, every way to set one, and names that are hard to write.</summary>
    public const string Everything = """
        using System.Collections.Immutable;
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
            [System.Obsolete] public string? Old { get; init; }
        }

        public sealed class Node
        {
            public string? Code { get; set; }
            public List<Node> Nodes { get; set; } = [];
        }

        public readonly record struct Money(decimal Amount, string Currency = "USD", Readiness Kind = Readiness.Fail, double Rate = 1.5);

        internal sealed class Handlers
        {
            [SmarterMeasureEvent("assessment.everything")]
            internal void On(Everything e) => Last = e;
            internal static Everything? Last { get; set; }
        }
        """;
}
