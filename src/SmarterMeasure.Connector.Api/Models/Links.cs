using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api;

/// <summary>A way into the assessment without a login. Whoever has it is the student: give it to no one else, log it never.</summary>
public sealed record SignOn
{
    /// <summary>The request's id. Not a GUID, though it looks like one.</summary>
    public string? RequestId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeStamp { get; init; }

    /// <summary>Where to send the student.</summary>
    public string? RedirectUrl { get; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Says nothing that leads anywhere.</summary>
    public override string ToString() => $"SignOn {{ TimeStamp = {TimeStamp:O} }}";
}

/// <summary>A way to a student's report for some time. Whoever has it reads the report: store and log it never.</summary>
public sealed record ReportLink
{
    /// <summary>The link.</summary>
    public string? EntryLink { get; init; }

    /// <summary>Until when it works.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its id.</summary>
    public string? LinkId { get; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Says until when it works, and nothing that leads there.</summary>
    public override string ToString() => $"ReportLink {{ ExpiresAt = {ExpiresAt:O} }}";
}

/// <summary>A student's report as a document. Holds personal data.</summary>
/// <param name="ContentType">Its media type as the API says, normally <c>application/pdf</c>; null when it says none.</param>
/// <param name="Content">The document.</param>
public sealed record Report(string? ContentType, ReadOnlyMemory<byte> Content)
{
    /// <summary>Says how long it is, and nothing of what is in it.</summary>
    public override string ToString() => $"Report {{ ContentType = {ContentType}, Length = {Content.Length} }}";
}
