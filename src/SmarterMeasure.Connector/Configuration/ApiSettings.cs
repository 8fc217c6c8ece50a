namespace SmarterMeasure.Connector.Configuration;

/// <summary>Where the vendor's REST API is, and how we are known there: section <c>Api</c>.</summary>
public sealed record ApiSettings
{
    /// <summary>The address of its third version.</summary>
    public static readonly Uri DefaultBaseUrl = new("https://api.smartermeasure.com/v3");

    /// <summary>The address, with the version.</summary>
    public Uri BaseUrl { get; init; } = DefaultBaseUrl;

    /// <summary>The access key that the vendor's account manager gives.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The secret that goes with it.</summary>
    public required string Secret { get; init; }

    /// <summary>How many records to ask for at a time: 1 to 1000, by default 50 as the vendor has it.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>
    /// How times in questions are written, in UTC, as .NET's format strings say it. The vendor does not document it; by
    /// default as in its own data.
    /// </summary>
    public string DateFormat { get; init; } = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>How long an answer about a user serves others who ask for the same: up to 1 h, by default 1 min.</summary>
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one attempt at a call may take: 1 s to 5 min, by default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Says where it is, and not the credentials.</summary>
    public override string ToString() => $"ApiSettings {{ BaseUrl = {BaseUrl} }}";
}

/// <summary>How results that no webhook told are fetched: section <c>Reconcile</c>.</summary>
public sealed record ReconcileSettings
{
    /// <summary>How often: 1 min to 7 d, by default 1 h.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How far each pass reaches back into the one before: 1 min to 14 d, by default 1 d. Long enough for what shows late in the
    /// API, and for its times not being in UTC, of which nobody outside the vendor can be sure.
    /// </summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromDays(1);
}
