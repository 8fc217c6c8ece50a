namespace FakeCampus.Vendor;

/// <summary>One figure; the value is text on the wire.</summary>
public sealed record Score(string Type, string Units, string Value);

/// <summary>The figures of one subscale.</summary>
public sealed record Subscale(string Code, IReadOnlyList<Score> Scores);

/// <summary>The scoring of a completed section. Null members are absent on the wire, empty ones are sent empty.</summary>
/// <param name="DateScored">When it was scored, rounded to the minute.</param>
/// <param name="Readiness">pass, question or fail.</param>
/// <param name="Scores">The section's figures.</param>
/// <param name="Subscales">The subscales.</param>
public sealed record SectionOutcome(
    DateTimeOffset DateScored, string? Readiness, IReadOnlyList<Score> Scores, IReadOnlyList<Subscale>? Subscales)
{
    /// <summary>The figure of one type as a number; null when the section has none.</summary>
    public decimal? Figure(string type) =>
        Scores.FirstOrDefault(score => score.Type == type) is { } score
            ? decimal.Parse(score.Value, System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
