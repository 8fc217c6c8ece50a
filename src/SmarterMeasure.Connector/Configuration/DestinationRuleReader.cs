using System.Collections.Immutable;

namespace SmarterMeasure.Connector.Configuration;

/// <summary>Reads <c>When</c>, <c>Refetch</c>, <c>Shadow</c> and <c>Attempts</c> of a destination.</summary>
internal static class DestinationRuleReader
{
    private static readonly string[] Conditions = ["Account", "Group", "Readiness", "Section"];

    public static DestinationRule Read(SettingsSection destination)
    {
        var when = destination.Section("When");
        foreach (var unknown in when.Children.Where(child => !Conditions.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            unknown.Fault("", "is no condition; there are " + string.Join(", ", Conditions));

        // What Refetch was called before: to verify means to read back what stands at a destination.
        var verify = destination.Text("Verify");
        if (verify is not null && !verify.Equals("refetch", StringComparison.OrdinalIgnoreCase))
            destination.Fault("Verify", "must be refetch, or absent; write Refetch: true in its place");

        return new DestinationRule
        {
            Accounts = ReadList(when.Section("Account")),
            Groups = ReadList(when.Section("Group")),
            Readiness = ReadList(when.Section("Readiness")),
            Sections = ReadList(when.Section("Section")),
            Refetches = destination.Flag("Refetch") || verify is not null,
            IsShadow = destination.Flag("Shadow"),
            Attempts = ReadAttempts(destination),
        };
    }

    private static CountedAttempt ReadAttempts(SettingsSection destination)
    {
        switch (destination.Text("Attempts")?.ToLowerInvariant())
        {
            case null or "latest":
                return CountedAttempt.Latest;
            case "best":
                return CountedAttempt.Best;
            case "first":
                return CountedAttempt.First;
            default:
                destination.Fault("Attempts", "must be latest, best or first");
                return CountedAttempt.Latest;
        }
    }

    // One text, or a list of them. A name may hold a comma.
    private static ImmutableArray<string> ReadList(SettingsSection section)
    {
        var entries = section.Children.Select(child => child.Value).OfType<string>().ToImmutableArray();
        return section.Value is { } only ? entries.Add(only) : entries;
    }
}
