using System.Text.Json;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Json;

namespace SmarterMeasure.Connector.Api;

/// <summary>One section of an assessment and its result. Numbers may be nonsense (a reading rate of thousands): no range is promised.</summary>
public sealed record AssessmentSection
{
    /// <summary>The code of the section, like <c>LifeFactors</c>; compare it without regard to case.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Code { get; init; }

    /// <summary>Its title.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Title { get; init; }

    /// <summary>Whether it is completed.</summary>
    [JsonConverter(typeof(LenientFlag))]
    public bool? IsComplete { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? AttemptNumber { get; init; }

    /// <summary>The score in percent; null while incomplete, and for sections without one.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? Percent { get; init; }

    /// <summary>The points that can be had.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? PointsPossible { get; init; }

    /// <summary>The points that were had.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? PointsAccumulated { get; init; }

    /// <summary>The version of the section.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? SectionVersionId { get; init; }

    /// <summary>"pass", "fail" or "question"; means nothing for learning styles.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Readiness { get; init; }

    /// <summary>The primary learning styles, several with commas between them: see <see cref="PrimaryStyles"/>.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Primary { get; init; }

    /// <summary>Words per minute, of reading and typing.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? Wpm { get; init; }

    /// <summary>Accuracy, of typing.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? Accuracy { get; init; }

    /// <summary>When it was completed. Rounded to the minute by the vendor: it can be later than the times of the user.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? DateTimeCompleted { get; init; }

    /// <summary>The subscales; empty when there are none.</summary>
    [JsonConverter(typeof(LenientList<Subscale>))]
    public IReadOnlyList<Subscale> ExtendedData { get => field ?? []; init; }

    /// <summary>The primary learning styles one by one; empty for other sections.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> PrimaryStyles =>
        Primary?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>The code, and no score.</summary>
    public override string ToString() => $"AssessmentSection {{ Code = {Code} }}";
}

/// <summary>One subscale of a section.</summary>
public sealed record Subscale
{
    /// <summary>Its code, like <c>place</c>.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Code { get; init; }

    /// <summary>Its title.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Title { get; init; }

    /// <summary>The points that can be had.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? PointsPossible { get; init; }

    /// <summary>The points that were had.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? PointsAccumulated { get; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>The code, and no score.</summary>
    public override string ToString() => $"Subscale {{ Code = {Code} }}";
}
