using System.Globalization;
using FakeCampus.Vendor;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>Section results that are each a grade of its own.</summary>
internal static class CrashEvents
{
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 8, 0, 0, TimeSpan.Zero);

    public static AssessmentEvent Completed(Student student, string section, int number, int seed)
    {
        var scored = Start.AddMinutes(number % 1000);
        var percent = ((number % 1000) / 10m).ToString("0.00", CultureInfo.InvariantCulture);
        return new AssessmentEvent($"{seed:x8}{number:x24}", EventNames.SectionComplete, student, Start, scored, 50)
        {
            Section = section,
            Outcome = new SectionOutcome(
                scored, "pass", [new Score("calculated-percentage", "percent", percent)], Subscales: []),
        };
    }
}
