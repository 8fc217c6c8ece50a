using System.Text.Json;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Json;

namespace SmarterMeasure.Connector.Api;

/// <summary>What every answer about results tells. Holds personal data.</summary>
public abstract record AssessmentResult
{
    /// <summary>The row in the whole result, from 1.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? RowNumber { get; init; }

    /// <summary>The id of the registration; an opaque text.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? UserId { get; init; }

    /// <summary>The school's own id of the student; null while the school gave none.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? InternalId { get; init; }

    /// <summary>How much is done, 0 to 100.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? CompletionPercentage { get; init; }

    /// <summary>When the assessment was started.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? DateTimeTaken { get; init; }

    /// <summary>When anything changed last; null while nothing did.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? DateTimeLastUpdated { get; init; }

    /// <summary>When the assessment was completed; null before.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? DateTimeCompleted { get; init; }

    /// <summary>The account of the school.</summary>
    [JsonConverter(typeof(LenientObject<Account>))]
    public Account? Account { get; init; }

    /// <summary>First name.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? LastName { get; init; }

    /// <summary>E-mail address.</summary>
    [JsonConverter(typeof(LenientText))]
    [JsonPropertyName("EmailAddress")]
    public string? Email { get; init; }

    /// <summary>The sections; in an expanded result only the completed ones. Not all need be assigned to the student.</summary>
    [JsonConverter(typeof(LenientList<AssessmentSection>))]
    public IReadOnlyList<AssessmentSection> AssessmentResults { get => field ?? []; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>The id, and nothing personal.</summary>
    public sealed override string ToString() => $"{GetType().Name} {{ UserId = {UserId} }}";
}

/// <summary>The results of one registration, as <c>/results</c> and <c>/users/{id}/results</c> give them.</summary>
public sealed record UserResultSummary : AssessmentResult;

/// <summary>The results of one registration in full, as <c>/results/new</c> gives them.</summary>
public sealed record UserResult : AssessmentResult
{
    /// <summary>The groups that the registration belongs to.</summary>
    [JsonConverter(typeof(LenientObject<AssessmentGroups>))]
    public AssessmentGroups? Assessment { get; init; }

    /// <summary>The score over all sections; null while incomplete. The vendor does not document how it is made.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? CompositeScore { get; init; }

    /// <summary>What the student told about herself; sensitive.</summary>
    [JsonConverter(typeof(LenientObject<Demographics>))]
    public Demographics? DemographicData { get; init; }
}
