namespace FakeCampus.Vendor;

/// <summary>One assessment registration.</summary>
/// <param name="UserId">The vendor's number of the registration, as text.</param>
/// <param name="InternalId">The school's id; empty when the school gave none.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="AssessmentPin">The PIN to come back with; a credential.</param>
public sealed record Student(
    string UserId, string InternalId, string FirstName, string LastName, string Email, string AssessmentPin);
