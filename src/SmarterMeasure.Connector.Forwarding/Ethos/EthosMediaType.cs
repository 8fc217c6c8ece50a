using System.Globalization;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>The versions of a resource are media types; a wrong one is answered with 406 or 415.</summary>
internal static class EthosMediaType
{
    /// <summary>Of persons-credentials.</summary>
    public static string PersonsCredentials { get; } = Of(11);

    /// <summary>Of persons.</summary>
    public static string Persons { get; } = Of(12);

    /// <summary>A version of a resource.</summary>
    public static string Of(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"application/vnd.hedtech.integration.v{version}+json");
}
