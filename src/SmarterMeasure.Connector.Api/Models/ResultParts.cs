using System.Text.Json;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Json;

namespace SmarterMeasure.Connector.Api;

/// <summary>The account of the school.</summary>
public sealed record Account
{
    /// <summary>Its id.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Name { get; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }
}

/// <summary>The groups that a registration belongs to.</summary>
public sealed record AssessmentGroups
{
    /// <summary>The id of the administrative group.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AdminGroupId { get; init; }

    /// <summary>Its name.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AdminGroupName { get; init; }

    /// <summary>The id of the test-taker group.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? TestTakerGroupId { get; init; }

    /// <summary>Its name.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? TestTakerGroupName { get; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }
}

/// <summary>What a student told about herself. Sensitive, and of no documented shape: what is not text is given as its JSON.</summary>
public sealed record Demographics
{
    /// <summary>Gender.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Gender { get; init; }

    /// <summary>Age range.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AgeRange { get; init; }

    /// <summary>Ethnicity.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Ethnicity { get; init; }

    /// <summary>How many courses the student took.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? HowManyCourses { get; init; }

    /// <summary>Whether the school is right for the student.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? RightSchoolForMe { get; init; }

    /// <summary>Whether the student is the first of the family at a college.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? FirstGeneration { get; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>Nothing: all of it is personal.</summary>
    public override string ToString() => "Demographics";
}
