using System.Text.Json;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Reading;

namespace SmarterMeasure.Connector.Api;

/// <summary>
/// A registration with the standing of its sections, from <c>/results</c> and <c>/users/{id}/results</c>. Holds personal
/// data: never log it.
/// </summary>
public record UserResultSummary
{
    /// <summary>The record's number in the list, from 1.</summary>
    public long? RowNumber { get; init; }

    /// <summary>The registration's id: a number today, taken as a text.</summary>
    public string? UserId { get; init; }

    /// <summary>The school's own id; null when it gave none.</summary>
    public string? InternalId { get; init; }

    /// <summary>Progress from 0 to 100. May be 100 with sections that are not complete: not every one is assigned.</summary>
    public decimal? CompletionPercentage { get; init; }

    /// <summary>When the registration was made.</summary>
    public DateTimeOffset? DateTimeTaken { get; init; }

    /// <summary>When it last changed; null for one that was not begun.</summary>
    public DateTimeOffset? DateTimeLastUpdated { get; init; }

    /// <summary>When it was completed.</summary>
    public DateTimeOffset? DateTimeCompleted { get; init; }

    /// <summary>The school.</summary>
    [JsonConverter(typeof(TolerantObject<VendorAccount>))]
    public VendorAccount? Account { get; init; }

    /// <summary>First name, as typed by the student.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name, as typed by the student.</summary>
    public string? LastName { get; init; }

    /// <summary>E-mail address, as typed by the student.</summary>
    public string? EmailAddress { get; init; }

    /// <summary>The sections.</summary>
    public IReadOnlyList<AssessmentResult> AssessmentResults { get => field ?? []; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Says which registration it is, and nothing personal.</summary>
    public override string ToString() => $"{GetType().Name} {{ UserId = {UserId} }}";
}

/// <summary>The same with all figures, from <c>/results/new</c>; its sections are the completed ones.</summary>
public sealed record UserResult : UserResultSummary
{
    /// <summary>The groups that the registration belongs to.</summary>
    [JsonConverter(typeof(TolerantObject<VendorGroups>))]
    public VendorGroups? Assessment { get; init; }

    /// <summary>A figure over all sections, by a formula that is not documented; null until all are complete.</summary>
    public decimal? CompositeScore { get; init; }

    /// <summary>What the student told of himself.</summary>
    [JsonConverter(typeof(TolerantObject<DemographicData>))]
    public DemographicData? DemographicData { get; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

/// <summary>The school's account at the vendor.</summary>
public sealed record VendorAccount
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>The groups of a registration.</summary>
public sealed record VendorGroups
{
    /// <summary>The administrative group's id.</summary>
    public string? AdminGroupId { get; init; }

    /// <summary>Its name.</summary>
    public string? AdminGroupName { get; init; }

    /// <summary>The test takers' group's id.</summary>
    public string? TestTakerGroupId { get; init; }

    /// <summary>Its name.</summary>
    public string? TestTakerGroupName { get; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>What a student told of himself; the shapes of given answers are not documented. Holds personal data.</summary>
public sealed record DemographicData
{
    /// <summary>Gender.</summary>
    public string? Gender { get; init; }

    /// <summary>Age range.</summary>
    public string? AgeRange { get; init; }

    /// <summary>Ethnicity.</summary>
    public string? Ethnicity { get; init; }

    /// <summary>How many courses he takes.</summary>
    public string? HowManyCourses { get; init; }

    /// <summary>Whether it is the right school for him.</summary>
    public string? RightSchoolForMe { get; init; }

    /// <summary>Whether he is the first of his family to study.</summary>
    public string? FirstGeneration { get; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(DemographicData);
}
