using System.Globalization;
using System.Security.Cryptography;

namespace SmarterMeasure.Connector.Hosting.Triggering;

/// <summary>An invented event in the vendor's shape, of a student that nobody can take for a real one.</summary>
internal sealed record SyntheticEvent
{
    private const string PinLetters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly string[] SubscaleCodes = ["place", "reason", "resources", "skills", "time"];

    /// <summary>Points that each subscale of the section can give.</summary>
    public const int PossibleEach = 20;

    public required string CallbackId { get; init; }

    /// <summary>The event's name.</summary>
    public required string Name { get; init; }

    public required string UserId { get; init; }

    public required string Suffix { get; init; }

    public required string Pin { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Life Factors, whose figures the vendor has published: what each subscale gave.</summary>
    public required IReadOnlyList<(string Code, int Earned)> Subscales { get; init; }

    public bool IsCreated => Name == SmarterMeasureEvents.Created;

    public bool HasSection => IsScored || Name == SmarterMeasureEvents.SectionStart;

    public bool IsScored => Name == SmarterMeasureEvents.SectionComplete;

    /// <summary>Whether the vendor sends how much is done.</summary>
    public bool HasProgress => HasSection || Name == SmarterMeasureEvents.Stopped;

    public string Email => $"student-{Suffix}@example.test";

    /// <summary>When the section was scored: rounded to the minute, as the vendor does.</summary>
    public DateTimeOffset ScoredAt =>
        new((UpdatedAt.UtcTicks + (TimeSpan.TicksPerMinute / 2)) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>The section's scores: type, units and value.</summary>
    public IReadOnlyList<(string Type, string Units, string Value)> Scores =>
        ScoresOf(Subscales.Sum(subscale => subscale.Earned), PossibleEach * Subscales.Count);

    /// <summary>How ready the student is.</summary>
    public string Readiness => Subscales.Sum(subscale => subscale.Earned) switch
    {
        >= 70 => "pass",
        >= 50 => "question",
        _ => "fail",
    };

    /// <summary>Invents one.</summary>
    /// <param name="name">The event's name, in any case.</param>
    /// <param name="userId">The registration's id; null for one of its own.</param>
    /// <param name="now">The time.</param>
    public static SyntheticEvent Invent(string name, string? userId, DateTimeOffset now) => new()
    {
        CallbackId = RandomNumberGenerator.GetHexString(32, lowercase: true),
        Name = name.ToLowerInvariant(),
        UserId = userId ?? RandomNumberGenerator.GetInt32(900_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture),
        Suffix = RandomNumberGenerator.GetHexString(8, lowercase: true),
        Pin = RandomNumberGenerator.GetString(PinLetters, 8),
        CreatedAt = now - TimeSpan.FromMinutes(3),
        UpdatedAt = now,
        Subscales =
        [
            .. SubscaleCodes
                .Select(code => (code, RandomNumberGenerator.GetInt32(4, PossibleEach + 1))),
        ],
    };

    /// <summary>Scores as the vendor gives them: every figure a text.</summary>
    public static IReadOnlyList<(string Type, string Units, string Value)> ScoresOf(int earned, int possible) =>
    [
        (ScoreTypes.Possible, "points", Text(possible)),
        (ScoreTypes.Earned, "points", Text(earned)),
        (ScoreTypes.CalculatedPercentage, "percentage", Text(Math.Round(100m * earned / possible, 2))),
    ];

    /// <summary>A time as the vendor writes it.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
