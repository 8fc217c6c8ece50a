namespace SmarterMeasure.Connector.Hosting;

/// <summary>Tells the settings that a command line may give to the host from words that nobody knows.</summary>
internal static class HostSettings
{
    private static readonly string[] WithoutSection =
        ["urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName"];

    /// <summary>
    /// What is left when <c>--urls X</c>, <c>--Section:Key X</c> and <c>--Section:Key=X</c> are taken out.
    /// </summary>
    public static IEnumerable<string> Strangers(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var (name, hasValue) = Split(tokens[i]);
            if (!IsSetting(name) || (!hasValue && i + 1 == tokens.Count))
                yield return tokens[i];
            else if (!hasValue)
                i++; // Its value is the next token.
        }
    }

    private static (string? Name, bool HasValue) Split(string token)
    {
        if (!token.StartsWith("--", StringComparison.Ordinal))
            return (null, false);

        var end = token.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? (token[2..], false) : (token[2..end], true);
    }

    private static bool IsSetting(string? name) =>
        name is not null
        && (name.Contains(':', StringComparison.Ordinal)
            || WithoutSection.Contains(name, StringComparer.OrdinalIgnoreCase));
}
