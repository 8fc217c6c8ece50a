using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api;

/// <summary>A section of a registration. Values out of any sensible range do occur and are passed on as they came.</summary>
public sealed record AssessmentResult
{
    /// <summary>The section's name.</summary>
    public string? Title { get; init; }

    /// <summary>The section's code, see <see cref="SectionCodes"/>; other codes are possible.</summary>
    public string? Code { get; init; }

    /// <summary>Whether it is complete.</summary>
    public bool? IsComplete { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public long? AttemptNumber { get; init; }

    /// <summary>The percentage, normally 0 to 100; only of a complete section, and not of every one.</summary>
    public decimal? Percent { get; init; }

    /// <summary>Points that were possible.</summary>
    public decimal? PointsPossible { get; init; }

    /// <summary>Points earned.</summary>
    public decimal? PointsAccumulated { get; init; }

    /// <summary>The version of the section.</summary>
    [JsonPropertyName("SectionVersionID")]
    public string? SectionVersionId { get; init; }

    /// <summary>"pass", "fail" or "question"; not of every section, and not meaningful for learning styles.</summary>
    public string? Readiness { get; init; }

    /// <summary>Of learning styles the strongest, several in one text: <c>Aural, Social</c>.</summary>
    public string? Primary { get; init; }

    /// <summary><see cref="Primary"/>, one by one.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> PrimaryStyles =>
        Primary?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Words a minute, of reading and typing.</summary>
    public decimal? Wpm { get; init; }

    /// <summary>Accuracy in percent, of typing.</summary>
    public decimal? Accuracy { get; init; }

    /// <summary>When it was completed, rounded to the minute: it may lie after the user's own times.</summary>
    public DateTimeOffset? DateTimeCompleted { get; init; }

    /// <summary>The section's parts; the API gives them in a list of lists, which is flattened.</summary>
    public IReadOnlyList<SectionPart> ExtendedData { get => field ?? []; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Says which section it is, and nothing of the result.</summary>
    public override string ToString() => $"AssessmentResult {{ Code = {Code}, IsComplete = {IsComplete} }}";
}

/// <summary>A part of a section.</summary>
public sealed record SectionPart
{
    /// <summary>Its code, for example <c>place</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Its name.</summary>
    public string? Title { get; init; }

    /// <summary>Points that were possible.</summary>
    public decimal? PointsPossible { get; init; }

    /// <summary>Points earned.</summary>
    public decimal? PointsAccumulated { get; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
