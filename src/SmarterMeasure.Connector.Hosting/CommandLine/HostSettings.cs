using Microsoft.Extensions.Configuration;

namespace SmarterMeasure.Connector.Hosting.CommandLine;

/// <summary>Tells the settings that a command line may give to the host from the words that belong to a verb.</summary>
/// <param name="Verb">What is left when <c>--urls X</c>, <c>--Section:Key X</c> and <c>--Section:Key=X</c> are taken out.</param>
/// <param name="Hidden">Settings that stand behind an option, of which the host has taken the name for that option's value.</param>
internal sealed record HostSettings(IReadOnlyList<string> Verb, IReadOnlyDictionary<string, string?> Hidden)
{
    private static readonly string[] WithoutSection =
        ["urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName"];

    public static HostSettings Of(IReadOnlyList<string> args)
    {
        var verb = new List<string>();
        var hidden = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var isTaken = false;
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Split(args[i]);
            if (!IsSetting(name) || (value is null && i + 1 == args.Count))
            {
                // The host knows no option without a value: it takes the next word for the value.
                isTaken = !isTaken && value is null && name is not null;
                verb.Add(args[i]);
                continue;
            }

            value ??= args[++i];
            if (isTaken)
                hidden[name!] = value;
            isTaken = false;
        }

        return new HostSettings(verb, hidden);
    }

    /// <summary>Gives the host what it has overlooked.</summary>
    public void ApplyTo(IConfiguration configuration)
    {
        foreach (var (name, value) in Hidden)
            configuration[name] = value;
    }

    private static (string? Name, string? Value) Split(string token)
    {
        if (!token.StartsWith("--", StringComparison.Ordinal))
            return (null, null);

        var end = token.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? (token[2..], null) : (token[2..end], token[(end + 1)..]);
    }

    private static bool IsSetting(string? name) =>
        name is not null
        && (name.Contains(':', StringComparison.Ordinal)
            || WithoutSection.Contains(name, StringComparer.OrdinalIgnoreCase));
}
