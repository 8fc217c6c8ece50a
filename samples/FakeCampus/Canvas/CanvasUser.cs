namespace FakeCampus.Canvas;

/// <summary>A person in the account. E-mail addresses need not be unique; SIS ids and logins are.</summary>
public sealed record CanvasUser(
    long Id, string Name, string LoginId, string Email, string? SisUserId = null, string? SisIntegrationId = null)
{
    /// <summary>Whether the person belongs to another part of the account, which no token may look into.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>"Last, First" as Canvas sorts people.</summary>
    public string SortableName =>
        Name.LastIndexOf(' ') is > 0 and var space ? $"{Name[(space + 1)..]}, {Name[..space]}" : Name;
}
