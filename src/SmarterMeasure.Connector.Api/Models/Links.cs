using System.Text.Json;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Json;

namespace SmarterMeasure.Connector.Api;

/// <summary>A way in for one student. The address is a secret.</summary>
public sealed record SignOn
{
    /// <summary>The id of the request; looks like a GUID and is none.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? RequestId { get; init; }

    /// <summary>When it was made.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? TimeStamp { get; init; }

    /// <summary>Where to send the student. Who has it is logged in as the student: never log or store it.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? RedirectUrl { get; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>Nothing: the id alone lets in.</summary>
    public override string ToString() => "SignOn";
}

/// <summary>A link to a report that needs no log-in. The address is a secret.</summary>
public sealed record ReportLink
{
    /// <summary>The address. Who has it reads the report: never log or store it.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? EntryLink { get; init; }

    /// <summary>Until when it works.</summary>
    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The id of the link.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? LinkId { get; init; }

    /// <summary>Members that this version does not know, as they came; null when there are none. May hold personal data.</summary>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>When it ends, and not where it leads.</summary>
    public override string ToString() => $"ReportLink {{ ExpiresAt = {ExpiresAt:O} }}";
}
