namespace FakeCampus.OneRoster;

/// <summary>A user of the roster.</summary>
/// <param name="SourcedId">The id that references use.</param>
/// <param name="Identifier">The number by which the college knows them, in its legacy place; empty where a system has given that up.</param>
/// <param name="Email">Their address; null when the roster does not tell it.</param>
/// <param name="GivenName">Their given name.</param>
/// <param name="FamilyName">Their family name.</param>
/// <param name="Status"><c>active</c> or <c>tobedeleted</c>.</param>
/// <param name="UserIds">The numbers in the place that OneRoster 1.2 prefers; null for none.</param>
public sealed record OneRosterUser(
    string SourcedId, string Identifier, string? Email, string GivenName, string FamilyName, string Status = "active",
    IReadOnlyList<OneRosterUserId>? UserIds = null);

/// <summary>A number of a user in another system, such as <c>SIS</c>.</summary>
public sealed record OneRosterUserId(string Type, string Identifier);
