namespace SmarterMeasure.Connector.Configuration;

/// <summary>How SmarterMeasure's REST API is reached: section <c>Api</c>. Holds a secret.</summary>
public sealed record ApiSettings
{
    /// <summary>The address with the version: https, except on the own machine.</summary>
    public Uri BaseUrl { get; init; } = new("https://api.smartermeasure.com/v3");

    /// <summary>The access key that the vendor's account manager gives: the user name of Basic authentication.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The secret to the access key.</summary>
    public required string Secret { get; init; }

    /// <summary>How many rows one request asks for: 1 to 1000, by default 25: a page of results in full is large.</summary>
    public int PageSize { get; init; } = 25;

    /// <summary>
    /// How times in queries are written, as a .NET format, in UTC. The vendor documents no format; the default is how its
    /// answers write them.
    /// </summary>
    public string DateFormat { get; init; } = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>How long an answer may serve again where an event is completed from the API: 0 to 1 h, by default 1 min.</summary>
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one attempt of a request may take: 1 s to 10 min, by default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The address, without the key and the secret.</summary>
    public override string ToString() => $"ApiSettings {{ BaseUrl = {BaseUrl} }}";
}

/// <summary>How what the webhooks missed is fetched: section <c>Reconcile</c>.</summary>
public sealed record ReconcileSettings
{
    /// <summary>How often: 1 min to 7 d, by default 1 h.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far each run reaches back before the end of the last: 1 min to 14 d, by default 1 d.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromDays(1);
}
