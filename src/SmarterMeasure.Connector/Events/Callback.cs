using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector;

/// <summary>The student's registration, as every event carries it.</summary>
/// <remarks>
/// A "user" of the vendor is one assessment registration, so one student may own several <see cref="UserId"/>s.
/// The record holds personal data: never log it.
/// </remarks>
public sealed record CallbackUser
{
    /// <summary>The registration's id, a number in text form.</summary>
    public required string UserId { get; init; }

    /// <summary>The school's own id of the student; <c>null</c> when the student registered without one.</summary>
    public string? InternalId { get; init; }

    /// <summary>First name, as the student typed it.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name, as the student typed it.</summary>
    public string? LastName { get; init; }

    /// <summary>E-mail address, as the student typed it.</summary>
    public string? Email { get; init; }

    /// <summary>The PIN with which the student resumes: a credential. Only in created, completed and stopped.</summary>
    public string? AssessmentPin { get; init; }

    /// <summary>Progress from 0 to 100. Absent in created and completed.</summary>
    public decimal? CompletionPercentage { get; init; }

    /// <summary>When the registration was created.</summary>
    public DateTimeOffset? DateCreated { get; init; }

    /// <summary>When the registration last changed. Absent in created.</summary>
    public DateTimeOffset? DateUpdated { get; init; }

    /// <summary>Custom data in a shape that the vendor does not document; <c>null</c> when empty.</summary>
    public RawFragment? Metadata { get; init; }

    /// <summary>Says which registration it is, and nothing personal.</summary>
    public override string ToString() => $"CallbackUser {{ UserId = {UserId} }}";
}

/// <summary>Relative paths of the vendor's REST API for this registration. They are no links for a browser.</summary>
public sealed record RestApiUris
{
    /// <summary>The API's version, "3" today.</summary>
    public string? Version { get; init; }

    /// <summary>Path of the registration.</summary>
    public string? User { get; init; }

    /// <summary>Path of the results. Only in created, completed and stopped.</summary>
    public string? UserResults { get; init; }

    /// <summary>Path under which a report link can be made. Only in section events.</summary>
    public string? ReportLink { get; init; }
}
