namespace SmarterMeasure.Connector.Ledger;

/// <summary>Who a result belongs to, as far as an LMS needs to know. Holds personal data: never log it.</summary>
public sealed record StudentRef
{
    /// <summary>The vendor's registration id.</summary>
    public required string UserId { get; init; }

    /// <summary>The school's own id; null when unknown.</summary>
    public string? InternalId { get; init; }

    /// <summary>E-mail address; null when unknown.</summary>
    public string? Email { get; init; }

    /// <summary>Says which registration it is, and nothing personal.</summary>
    public override string ToString() => $"StudentRef {{ UserId = {UserId} }}";
}

/// <summary>One student's result in one section: the unit of work for every target.</summary>
public sealed record SectionResult
{
    /// <summary>Whose result it is.</summary>
    public required StudentRef Student { get; init; }

    /// <summary>The section's code, see <see cref="SectionCodes"/>.</summary>
    public required string Section { get; init; }

    /// <summary>When the section was scored, rounded to the minute by the vendor; null when not given.</summary>
    public DateTimeOffset? ScoredAt { get; init; }

    /// <summary>"pass", "fail" or "question"; null when not given.</summary>
    public string? Readiness { get; init; }

    /// <summary>The calculated percentage, normally 0 to 100; null when the section has none.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Points earned; null when not given.</summary>
    public decimal? Earned { get; init; }

    /// <summary>Points that were possible; null when not given.</summary>
    public decimal? Possible { get; init; }

    /// <summary>Takes what an LMS needs from a section-complete event.</summary>
    public static SectionResult From(SectionComplete completed)
    {
        ArgumentNullException.ThrowIfNull(completed);
        var scores = completed.Section.Results?.Scores ?? [];
        return new SectionResult
        {
            Student = new StudentRef
            {
                UserId = completed.User.UserId,
                InternalId = completed.User.InternalId,
                Email = completed.User.Email,
            },
            Section = completed.Section.Code,
            ScoredAt = completed.Section.DateScored,
            Readiness = completed.Section.Results?.Readiness,
            Percent = ValueOf(ScoreTypes.CalculatedPercentage),
            Earned = ValueOf(ScoreTypes.Earned),
            Possible = ValueOf(ScoreTypes.Possible),
        };

        decimal? ValueOf(string type) =>
            scores.FirstOrDefault(score => type.Equals(score.Type, StringComparison.OrdinalIgnoreCase))?.Value;
    }
}
