using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api;

/// <summary>
/// A registration as the API lists it; each is one assessment, so a student may have several. Holds personal data: never log
/// it.
/// </summary>
public record UserRecord
{
    /// <summary>The registration's id: a number today, taken as a text.</summary>
    public string? UserId { get; init; }

    /// <summary>First name, as typed by the student.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name, as typed by the student.</summary>
    public string? LastName { get; init; }

    /// <summary>E-mail address, as typed by the student.</summary>
    public string? Email { get; init; }

    /// <summary>The school's own id; null when it gave none.</summary>
    public string? InternalId { get; init; }

    /// <summary>The key of the test takers' group. Only in lists.</summary>
    public string? AssessmentKey { get; init; }

    /// <summary>The key of the administrative group. Only in lists.</summary>
    public string? AdministrativeGroupKey { get; init; }

    /// <summary>The PIN with which the student resumes: a credential. Never store or show it.</summary>
    public string? AccessCode { get; init; }

    /// <summary>How many courses the student takes; the shape of a given one is not documented.</summary>
    public string? HowManyCourses { get; init; }

    /// <summary>The student's age range, as <see cref="HowManyCourses"/>.</summary>
    public string? AgeRange { get; init; }

    /// <summary>The student's gender, as <see cref="HowManyCourses"/>.</summary>
    public string? Gender { get; init; }

    /// <summary>Progress from 0 to 100.</summary>
    public decimal? CompletionPercentage { get; init; }

    /// <summary>When the registration was made.</summary>
    public DateTimeOffset? DateTimeStarted { get; init; }

    /// <summary>When it last changed; null for one that was not begun.</summary>
    public DateTimeOffset? DateTimeLastUpdated { get; init; }

    /// <summary>When it was completed.</summary>
    public DateTimeOffset? DateTimeCompleted { get; init; }

    /// <summary>Its path at the API, without the version. Nothing follows it.</summary>
    public string? Uri { get; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Says which registration it is, and nothing personal.</summary>
    public override string ToString() => $"{GetType().Name} {{ UserId = {UserId} }}";
}

/// <summary>A registration with its custom data, as the API gives a single one: without the two keys.</summary>
public sealed record UserDetail : UserRecord
{
    /// <summary>The answers to the school's own questions, and what was passed along at the sign-on.</summary>
    public IReadOnlyList<CustomField> CustomData { get => field ?? []; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

/// <summary>A custom field of a registration. Holds personal data.</summary>
public sealed record CustomField
{
    /// <summary>The question's id.</summary>
    public string? QuestionId { get; init; }

    /// <summary>The field's name, for example <c>custom_canvas_user_id</c>.</summary>
    public string? ParameterId { get; init; }

    /// <summary>What was answered; null when nothing was.</summary>
    public string? Response { get; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Says which field it is, and not the answer.</summary>
    public override string ToString() => $"CustomField {{ ParameterId = {ParameterId} }}";
}
