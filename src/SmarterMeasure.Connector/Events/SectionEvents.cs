namespace SmarterMeasure.Connector;

/// <summary>Payload of <see cref="SmarterMeasureEvents.SectionStart"/>.</summary>
public sealed record SectionStart
{
    /// <inheritdoc cref="AssessmentCreated.CallbackId"/>
    public required string CallbackId { get; init; }

    /// <inheritdoc cref="AssessmentCreated.CallbackEvent"/>
    public required string CallbackEvent { get; init; }

    /// <inheritdoc cref="AssessmentCreated.User"/>
    public required CallbackUser User { get; init; }

    /// <summary>The section that was started.</summary>
    public required StartedSection Section { get; init; }

    /// <inheritdoc cref="AssessmentCreated.RestApiUris"/>
    public RestApiUris? RestApiUris { get; init; }
}

/// <summary>A section at its start.</summary>
public sealed record StartedSection
{
    /// <summary>The section's code, see <see cref="SectionCodes"/>; other codes are possible.</summary>
    public required string Code { get; init; }
}

/// <summary>Payload of <see cref="SmarterMeasureEvents.SectionComplete"/>: the only event with scores.</summary>
public sealed record SectionComplete
{
    /// <inheritdoc cref="AssessmentCreated.CallbackId"/>
    public required string CallbackId { get; init; }

    /// <inheritdoc cref="AssessmentCreated.CallbackEvent"/>
    public required string CallbackEvent { get; init; }

    /// <inheritdoc cref="AssessmentCreated.User"/>
    public required CallbackUser User { get; init; }

    /// <summary>The section and its results.</summary>
    public required CompletedSection Section { get; init; }

    /// <inheritdoc cref="AssessmentCreated.RestApiUris"/>
    public RestApiUris? RestApiUris { get; init; }
}

/// <summary>A scored section. Only the Life Factors section is documented, so everything but the code is optional.</summary>
public sealed record CompletedSection
{
    /// <inheritdoc cref="StartedSection.Code"/>
    public required string Code { get; init; }

    /// <summary>Whether the section is complete.</summary>
    public bool? Completed { get; init; }

    /// <summary>When the section was scored. The vendor rounds to the minute, so it may lie after the user's own times.</summary>
    public DateTimeOffset? DateScored { get; init; }

    /// <summary>The results.</summary>
    public SectionResults? Results { get; init; }
}

/// <summary>What a section's scoring gave.</summary>
public sealed record SectionResults
{
    /// <summary>"pass", "fail" or "question" as far as is known. Not meaningful for learning styles.</summary>
    public string? Readiness { get; init; }

    /// <summary>The section's scores, for example possible, earned and calculated-percentage.</summary>
    public IReadOnlyList<Score> Scores { get; init; } = [];

    /// <summary>The section's parts with their scores.</summary>
    public IReadOnlyList<Subscale> Subscales { get; init; } = [];
}

/// <summary>One part of a section.</summary>
public sealed record Subscale
{
    /// <summary>The part's code, for example "place".</summary>
    public string? Code { get; init; }

    /// <summary>The part's scores.</summary>
    public IReadOnlyList<Score> Scores { get; init; } = [];
}

/// <summary>One score. Values out of any sensible range do occur and are passed on as they came.</summary>
public sealed record Score
{
    /// <summary>What the value is, for example one of <see cref="ScoreTypes"/>; other types are possible.</summary>
    public string? Type { get; init; }

    /// <summary>The value's unit: "points" and "percentage" are known.</summary>
    public string? Units { get; init; }

    /// <summary>The value.</summary>
    public decimal? Value { get; init; }
}

/// <summary>The score types that the vendor's samples show.</summary>
public static class ScoreTypes
{
    /// <summary>The highest value that could be earned.</summary>
    public const string Possible = "possible";

    /// <summary>What was earned.</summary>
    public const string Earned = "earned";

    /// <summary>Earned as a percentage of possible.</summary>
    public const string CalculatedPercentage = "calculated-percentage";
}
