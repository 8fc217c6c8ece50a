using System.Collections.Immutable;

namespace SmarterMeasure.Connector.Codecs.Tests.Payloads;

/// <summary>A user's record with a member of every kind that both formats can say.</summary>
public sealed record Inventory
{
    public required string CallbackId { get; init; }
    public required string Text { get; init; }
    public string? Note { get; init; }
    public bool Flag { get; init; }
    public bool? Maybe { get; init; }
    public byte Tiny { get; init; }
    public sbyte Signed { get; init; }
    public short Small { get; init; }
    public ushort Port { get; init; }
    public int Count { get; init; }
    public uint Mask { get; init; }
    public long Big { get; init; }
    public ulong Huge { get; init; }
    public float Ratio { get; init; }
    public double Measure { get; init; }
    public decimal Amount { get; init; }
    public decimal? Refund { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? Until { get; init; }
    public DateTime Moment { get; init; }
    public DateOnly Day { get; init; }
    public Guid Key { get; init; }
    public Uri? Link { get; init; }
    public Rank Rank { get; init; }
    public Rank? NextRank { get; init; }
    public Price Price { get; init; }
    public Price? Discount { get; init; }
    public Branch? Tree { get; init; }
    public string[] Names { get; init; } = [];
    public List<int?> Gaps { get; init; } = [];
    public IReadOnlyList<Branch> Branches { get; init; } = [];
    public ImmutableArray<decimal> Marks { get; init; } = [];
    public List<int[]> Grid { get; init; } = [];
    public Dictionary<string, string> Labels { get; init; } = [];
}

public enum Rank
{
    Low,
    Middle,
    High,
}

public readonly record struct Price(decimal Amount, string Currency);

/// <summary>A class that holds itself.</summary>
public sealed class Branch
{
    public string Code { get; set; } = "";
    public List<Branch> Branches { get; set; } = [];
}

/// <summary>What a receiver with one question declares: most of the body is passed over.</summary>
public sealed record Slim(string CallbackId, SlimSection Section, SlimUser? User = null);

public sealed record SlimSection(string Code);

public sealed record SlimUser(string UserId, decimal? CompletionPercentage);
