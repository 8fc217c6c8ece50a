using System.Globalization;
using System.Text.RegularExpressions;

namespace FakeCampus.Ethos;

/// <summary>
/// The versions of a resource, named by media type: <c>application/vnd.hedtech.integration.v16+json</c>.
/// </summary>
internal static partial class EthosMediaType
{
    /// <summary>The first acceptable version that the resource has; null when there is none.</summary>
    public static int? Accepted(string? accept, params ReadOnlySpan<int> versions)
    {
        foreach (var each in (accept ?? "").Split(','))
        {
            if (VersionOf(each) is { } version && versions.Contains(version))
                return version;
        }

        return null;
    }

    public static string Name(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"application/vnd.hedtech.integration.v{version}+json");

    private static int? VersionOf(string mediaType) =>
        Versioned().Match(mediaType) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    // Minor versions name the same shapes as their major one.
    [GeneratedRegex(@"^\s*application/vnd\.hedtech\.integration\.v([0-9]+)(?:\.[0-9]+){0,2}\+json\s*(?:;.*)?\z")]
    private static partial Regex Versioned();
}
