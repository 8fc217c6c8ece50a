using System.Text.Json.Serialization;

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

    /// <summary>The registration's custom fields, by name; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? CustomData { get; init; }

    /// <summary>Takes what identifies a student from an event.</summary>
    public static StudentRef From(CallbackUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new StudentRef
        {
            UserId = user.UserId,
            InternalId = user.InternalId,
            Email = user.Email,
            CustomData = CustomFields.In(user.Metadata),
        };
    }

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

    /// <summary>
    /// "pass", "fail" or "question"; null when not given, and for learning styles: nobody fails at a style, and the vendor's API
    /// leaves out what its webhook may say there.
    /// </summary>
    public string? Readiness { get; init; }

    /// <summary>The calculated percentage, normally 0 to 100; null when the section has none.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Points earned; null when not given.</summary>
    public decimal? Earned { get; init; }

    /// <summary>Points that were possible; null when not given.</summary>
    public decimal? Possible { get; init; }

    /// <summary>The percentages of the section's parts, by their codes; null when there are none.</summary>
    public IReadOnlyDictionary<string, decimal>? Subscales { get; init; }

    /// <summary>Whether it says that the assessment is complete, and is no section's result.</summary>
    [JsonIgnore]
    public bool IsCompletion => SectionCodes.Completion.Equals(Section, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the percentage may stand as a grade: not where the section is a profile of styles, or a speed.
    /// </summary>
    [JsonIgnore]
    public bool IsGradable => Percent is not null
        && !IsStyles(Section)
        && !SectionCodes.Typing.Equals(Section, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes what an LMS needs from a section-complete event.</summary>
    public static SectionResult From(SectionComplete completed)
    {
        ArgumentNullException.ThrowIfNull(completed);
        var scores = completed.Section.Results?.Scores ?? [];
        return new SectionResult
        {
            Student = StudentRef.From(completed.User),
            Section = completed.Section.Code,
            ScoredAt = completed.Section.DateScored,
            Readiness = IsStyles(completed.Section.Code) ? null : completed.Section.Results?.Readiness,
            Percent = ValueOf(scores, ScoreTypes.CalculatedPercentage),
            Earned = ValueOf(scores, ScoreTypes.Earned),
            Possible = ValueOf(scores, ScoreTypes.Possible),
            Subscales = SubscalesOf(completed.Section.Results?.Subscales ?? []),
        };
    }

    /// <summary>
    /// Takes the end of the assessment as a result of its own, with the code <see cref="SectionCodes.Completion"/> and no score:
    /// the vendor sends none with it.
    /// </summary>
    public static SectionResult From(AssessmentCompleted completed)
    {
        ArgumentNullException.ThrowIfNull(completed);
        return new SectionResult
        {
            Student = StudentRef.From(completed.User),
            Section = SectionCodes.Completion,
            ScoredAt = completed.User.DateUpdated,
        };
    }

    private static bool IsStyles(string section) =>
        SectionCodes.LearnStyles.Equals(section, StringComparison.OrdinalIgnoreCase);

    private static decimal? ValueOf(IReadOnlyList<Score> scores, string type) =>
        scores.FirstOrDefault(score => type.Equals(score.Type, StringComparison.OrdinalIgnoreCase))?.Value;

    private static SortedDictionary<string, decimal>? SubscalesOf(IReadOnlyList<Subscale> subscales)
    {
        var percents = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var subscale in subscales)
        {
            if (subscale.Code is { Length: > 0 } code
                && ValueOf(subscale.Scores, ScoreTypes.CalculatedPercentage) is { } percent)
                percents.TryAdd(code, percent);
        }

        return percents.Count == 0 ? null : percents;
    }
}
