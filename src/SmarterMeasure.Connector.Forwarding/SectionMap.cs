using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>A part of a destination's configuration that has one entry per section: its code, in any case, and what it goes to.</summary>
internal static class SectionMap
{
    private static readonly Dictionary<string, string> NeverGrades = new(StringComparer.OrdinalIgnoreCase)
    {
        [SectionCodes.LearnStyles] = "must go: LearnStyles is a profile of seven styles and has no percentage to grade",
        [SectionCodes.Typing] = "must go: Typing is measured in words per minute and has no percentage to grade",
    };

    /// <summary>
    /// Reads the map and notes every fault. A code that the vendor does not publish is fine: schools have sections of their own.
    /// </summary>
    /// <param name="section">The map's section.</param>
    /// <param name="faultOf">What is wrong with an entry's value; null for nothing.</param>
    /// <param name="areGrades">Whether the entries take grades, which some sections never are.</param>
    public static FrozenDictionary<string, string> Read(
        SettingsSection section, Func<string, string?> faultOf, bool areGrades)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in section.Children)
        {
            var value = entry.Value ?? "";
            if ((areGrades ? NeverGrades.GetValueOrDefault(entry.Key) : null) is { } never)
                entry.Fault("", never);
            else if (faultOf(value) is { } fault)
                entry.Fault("", fault);

            map[entry.Key] = value;
        }

        return map.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the map takes a result as a grade: it has an entry, and the result a percentage, or is the completion.</summary>
    public static bool TakesGrade(this FrozenDictionary<string, string> map, SectionResult result) =>
        map.ContainsKey(result.Section) && (result.IsGradable || result.IsCompletion);
}
