using System.Globalization;

namespace SmarterMeasure.Connector.Api.Enrichment;

/// <summary>Why an event or a delivery waits for the vendor's API. Scripts read them: never change one.</summary>
internal static class ApiReasons
{
    /// <summary>The configuration has no <c>Api</c>.</summary>
    public const string NotConfigured = "api_not_configured";

    /// <summary>It cannot be reached, or is in trouble.</summary>
    public const string Unavailable = "api_unavailable";

    /// <summary>The reason of a failure.</summary>
    public static string Of(SmarterMeasureApiException failure) => failure switch
    {
        { IsTransient: true } => Unavailable,
        { Code: { } code } => $"api_refused: {code}",
        { Status: { } status } => string.Create(CultureInfo.InvariantCulture, $"api_refused: {status}"),
        _ => Unavailable,
    };
}
