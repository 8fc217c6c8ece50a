namespace FakeCampus.Blackboard;

/// <summary>A person; <paramref name="Id"/> is the primary id such as <c>_702_1</c>.</summary>
public sealed record BlackboardUser(
    string Id, string Uuid, string? ExternalId, string UserName, string Email, string GivenName, string FamilyName);
