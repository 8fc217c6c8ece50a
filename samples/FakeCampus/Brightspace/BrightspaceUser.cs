namespace FakeCampus.Brightspace;

/// <summary>A person as the users route shows one.</summary>
public sealed record BrightspaceUser(
    long Id, string OrgDefinedId, string UserName, string ExternalEmail, string FirstName, string LastName);
