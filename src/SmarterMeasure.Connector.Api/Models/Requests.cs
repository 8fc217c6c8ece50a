using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api;

/// <summary>A new registration. Each call with it makes one. Holds personal data.</summary>
public sealed record NewUser
{
    /// <summary>The group's key, as the vendor assigned it: a number or a text.</summary>
    public required string GroupKey { get; init; }

    /// <summary>First name.</summary>
    public required string FirstName { get; init; }

    /// <summary>Last name.</summary>
    public required string LastName { get; init; }

    /// <summary>E-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>The school's own id of the student, by which results find their way back.</summary>
    public string? InternalId { get; init; }

    /// <summary><c>M</c> or <c>F</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>The vendor's number of an ethnicity.</summary>
    public int? EthnicityId { get; init; }

    /// <summary>The age range, in a form that is not documented.</summary>
    public string? AgeRange { get; init; }

    /// <summary>How many courses the student takes.</summary>
    public string? HowManyCoursesTaken { get; init; }

    /// <summary>The school's own fields.</summary>
    public IReadOnlyDictionary<string, string>? Custom { get; init; }

    /// <summary>Says nothing personal.</summary>
    public override string ToString() => $"NewUser {{ GroupKey = {GroupKey} }}";
}

/// <summary>Changes to a registration; what is null stays as it is. Holds personal data.</summary>
public sealed record UserChanges
{
    /// <inheritdoc cref="NewUser.FirstName"/>
    public string? FirstName { get; init; }

    /// <inheritdoc cref="NewUser.LastName"/>
    public string? LastName { get; init; }

    /// <inheritdoc cref="NewUser.Email"/>
    public string? Email { get; init; }

    /// <inheritdoc cref="NewUser.InternalId"/>
    [JsonPropertyName("InternalID")]
    public string? InternalId { get; init; }

    /// <inheritdoc cref="NewUser.Gender"/>
    public string? Gender { get; init; }

    /// <inheritdoc cref="NewUser.EthnicityId"/>
    [JsonPropertyName("EthnicityID")]
    public int? EthnicityId { get; init; }

    /// <inheritdoc cref="NewUser.AgeRange"/>
    public string? AgeRange { get; init; }

    /// <inheritdoc cref="NewUser.HowManyCoursesTaken"/>
    public string? HowManyCoursesTaken { get; init; }

    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(UserChanges);
}

/// <summary>How a student enters the assessment.</summary>
public sealed record SignOnOptions
{
    /// <summary>Whether the address is to be one of HTTPS.</summary>
    public bool UseSsl { get; init; } = true;

    /// <summary>Whether the answer is to include settings, which are not documented.</summary>
    public bool IncludeSettings { get; init; }

    /// <summary>The code of the section to begin with; only where a group takes sections in any order.</summary>
    public string? RedirectToSection { get; init; }
}

/// <summary>The body of a new registration: the key goes as a number where it is one, as the API wants it.</summary>
internal sealed record NewUserBody(
    [property: JsonConverter(typeof(Reading.NumberOrText))] string GroupKey,
    string FirstName,
    string LastName,
    string Email,
    [property: JsonPropertyName("InternalID")] string? InternalId,
    string? Gender,
    [property: JsonPropertyName("EthnicityID")] int? EthnicityId,
    string? AgeRange,
    string? HowManyCoursesTaken,
    IReadOnlyDictionary<string, string>? Custom);
