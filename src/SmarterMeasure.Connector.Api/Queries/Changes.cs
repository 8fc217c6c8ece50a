using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api;

/// <summary>What can be set of a user; what is null is not sent. Holds personal data.</summary>
public abstract record UserFields
{
    /// <summary>The school's own id of the student.</summary>
    [JsonPropertyName("InternalID")]
    public string? InternalId { get; init; }

    /// <summary>Gender: <c>M</c> or <c>F</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>The vendor's number of the ethnicity.</summary>
    [JsonPropertyName("EthnicityID")]
    public int? EthnicityId { get; init; }

    /// <summary>Age range.</summary>
    public string? AgeRange { get; init; }

    /// <summary>How many courses the student took.</summary>
    public string? HowManyCoursesTaken { get; init; }

    /// <summary>Nothing of the values, which are personal.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>A user to create, which is a new assessment. Holds personal data.</summary>
public sealed record NewUser : UserFields
{
    /// <summary>The key of the group to register in. Sent as a number where it is one, as the vendor documents it.</summary>
    [JsonConverter(typeof(Json.GroupKey))]
    public required string GroupKey { get; init; }

    /// <summary>First name.</summary>
    public required string FirstName { get; init; }

    /// <summary>Last name.</summary>
    public required string LastName { get; init; }

    /// <summary>E-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>Values of custom fields, by their parameter name.</summary>
    public IReadOnlyDictionary<string, string>? Custom { get; init; }
}

/// <summary>What to change of a user. Holds personal data.</summary>
public sealed record UserChanges : UserFields
{
    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }
}

/// <summary>How a student is to be signed on; what is null is left to the vendor.</summary>
public sealed record SignOnOptions
{
    /// <summary>Whether the address is https; by default it is.</summary>
    [JsonPropertyName("UseSSL")]
    public bool? UseSsl { get; init; }

    /// <summary>Whether to give settings too; by default not.</summary>
    public bool? IncludeSettings { get; init; }

    /// <summary>The code of the section to go to; only for accounts in disaggregate mode.</summary>
    public string? RedirectToSection { get; init; }
}
