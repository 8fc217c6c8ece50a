using System.Text.Json.Nodes;

namespace FakeCampus.XApi;

/// <summary>A statement as the store keeps it.</summary>
/// <param name="Id">Its id; written once, never changed.</param>
/// <param name="Sent">The statement as it was sent first, without anything the store adds.</param>
/// <param name="Stored">When it was stored.</param>
/// <param name="Version">The version of the specification it was sent under.</param>
/// <param name="Authority">Who sent it: the user name of the credentials.</param>
/// <param name="Arrivals">How often it came, the first time included; equal retries change nothing else.</param>
/// <param name="Conflicts">How often another content came under its id and was refused.</param>
/// <param name="IsVoided">Whether an administrator voided it.</param>
public sealed record XApiStatement(
    Guid Id,
    JsonObject Sent,
    DateTimeOffset Stored,
    string Version,
    string Authority,
    int Arrivals = 1,
    int Conflicts = 0,
    bool IsVoided = false);
