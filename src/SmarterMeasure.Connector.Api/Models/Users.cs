using System.Text.Json;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Json;

namespace SmarterMeasure.Connector.Api;

/// <summary>What every answer about a registration tells. One student may own several. Holds personal data.</summary>
public abstract record RegisteredUser
{
    /// <summary>The id of this registration; an opaque text.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? UserId { get; init; }

    /// <summary>The school's own id of the student; null while the school gave none.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? InternalId { get; init; }

    /// <summary>First name.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? LastName { get; init; }

    /// <summary>E-mail address, typed by the student or given by the school.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Email { get; init; }

    /// <summary>The PIN with which the student comes back. It logs in: treat it as a password.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AccessCode { get; init; }

    /// <summary>How much is done, 0 to 100.</summary>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? CompletionPercentage { get; init; }

    /// <summary>When the registration was made.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? DateTimeStarted { get; init; }

    /// <summary>When anything changed last; null while nothing did.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? DateTimeLastUpdated { get; init; }

    /// <summary>When the assessment was completed; null before.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? DateTimeCompleted { get; init; }

    /// <summary>How many courses the student took; the shape is not documented.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? HowManyCourses { get; init; }

    /// <summary>Age range; the shape is not documented.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AgeRange { get; init; }

    /// <summary>Gender; the shape is not documented.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Gender { get; init; }

    /// <summary>The path of this user without the version. Never an address to call: use the id.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Uri { get; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>The id, and nothing personal.</summary>
    public sealed override string ToString() => $"{GetType().Name} {{ UserId = {UserId} }}";
}

/// <summary>A row of the list of users; only here stand the group keys.</summary>
public sealed record UserRecord : RegisteredUser
{
    /// <summary>The key of the test-taker group.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AssessmentKey { get; init; }

    /// <summary>The key of the administrative group.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AdministrativeGroupKey { get; init; }
}

/// <summary>One user, with the answers to the custom questions.</summary>
public sealed record UserDetail : RegisteredUser
{
    /// <summary>The custom questions; empty when there are none.</summary>
    [JsonConverter(typeof(LenientList<CustomAnswer>))]
    public IReadOnlyList<CustomAnswer> CustomData { get => field ?? []; init; }
}

/// <summary>A custom question of the school, and the answer or the value that was passed in. Holds personal data.</summary>
public sealed record CustomAnswer
{
    /// <summary>The id of the question.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? QuestionId { get; init; }

    /// <summary>The name under which the value is passed in, for example <c>custom_canvas_user_id</c>.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? ParameterId { get; init; }

    /// <summary>The answer; null when there is none.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Response { get; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>The question, not the answer.</summary>
    public override string ToString() => $"CustomAnswer {{ ParameterId = {ParameterId} }}";
}
