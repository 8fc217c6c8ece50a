using System.Globalization;
using System.Text.Json;

namespace FakeCampus.VendorApi;

/// <summary>Writes results in their two shapes: a summary with every core section, and the expanded one with those done.</summary>
internal sealed class ResultJson(VendorApiCampus campus)
{
    /// <param name="json">Where to.</param>
    /// <param name="one">Whose.</param>
    /// <param name="row">The row's number, from 1.</param>
    /// <param name="now">As of when, in seconds since 1970.</param>
    /// <param name="codeFirst">Whether a section begins with its code: so a single user's results do.</param>
    /// <param name="extended">The sections whose subscales were asked for; null for none.</param>
    public void WriteSummary(
        Utf8JsonWriter json, VendorRegistration one, int row, long now, bool codeFirst, IReadOnlySet<string>? extended)
    {
        var events = one.EventsUntil(now).ToArray();
        var sections = SectionResult.Of(events);
        json.WriteStartObject();
        RegistrationJson.WriteHead(json, campus, one, row, events[^1].CompletionPercentage, now);
        RegistrationJson.WritePerson(json, one.Student);
        json.WriteStartArray("AssessmentResults");
        foreach (var code in SectionResult.Core.Union(sections.Keys, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            if (codeFirst)
                json.WriteString("Code", code);

            json.WriteString("Title", SectionResult.TitleOf(code));
            if (!codeFirst)
                json.WriteString("Code", code);

            if (sections.TryGetValue(code, out var section))
                WriteSummary(json, section, extended?.Contains(code) == true);
            else
                json.WriteString("IsComplete", "0");

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public void WriteExpanded(Utf8JsonWriter json, VendorRegistration one, int row, long now)
    {
        var events = one.EventsUntil(now).ToArray();
        var sections = SectionResult.Of(events);
        json.WriteStartObject();
        RegistrationJson.WriteHead(json, campus, one, row, events[^1].CompletionPercentage, now);
        json.WriteStartObject("Assessment");
        json.WriteString("AdminGroupId", one.Group.AdminGroupId);
        json.WriteString("AdminGroupName", one.Group.AdminGroupName);
        json.WriteString("TestTakerGroupID", one.Group.TestTakerGroupId);
        json.WriteString("TestTakerGroupName", one.Group.TestTakerGroupName);
        json.WriteEndObject();
        RegistrationJson.WritePerson(json, one.Student);
        json.WriteOrEmptyArray("CompositeScore", one.CompletedAt(now) is null ? null : Composite(sections.Values));
        WriteDemographics(json, one);
        if (sections.Count == 0)
        {
            json.WriteString("AssessmentResults", "");
        }
        else
        {
            json.WriteStartArray("AssessmentResults");
            foreach (var (_, section) in sections.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                WriteExpanded(json, section);

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, SectionResult section, bool extended)
    {
        json.WriteString("IsComplete", "1");
        json.WriteString("AttemptNumber", RegistrationJson.Text(section.Attempt));
        json.WriteIfThere("Percent", section.Percent);

        // A style has no readiness; the summary says "fail" all the same.
        json.WriteIfThere("Readiness", section.Code == "LearnStyles" ? "fail" : section.Outcome.Readiness);
        json.WriteIfThere("Primary", section.Primary);
        json.WriteString("DateTimeCompleted", Vendor.VendorTime.Text(section.Outcome.DateScored));
        if (extended)
            RegistrationJson.WriteExtendedData(json, section);
    }

    private static void WriteExpanded(Utf8JsonWriter json, SectionResult section)
    {
        json.WriteStartObject();
        json.WriteString("Title", section.Title);
        json.WriteString("Code", section.Code);
        json.WriteString("IsComplete", "1");
        json.WriteString("AttemptNumber", RegistrationJson.Text(section.Attempt));
        json.WriteIfThere("Percent", section.Percent);
        json.WriteIfThere("PointsPossible", section.Figure("possible"));
        json.WriteIfThere("PointsAccumulated", section.Figure("earned"));
        if (section.Percent is not null)
            json.WriteString("SectionVersionID", section.Version);

        json.WriteIfThere("Wpm", section.Figure("wpm"));
        json.WriteIfThere("Accuracy", section.Figure("accuracy"));
        if (section.Code != "LearnStyles")
            json.WriteIfThere("Readiness", section.Outcome.Readiness);

        json.WriteIfThere("Primary", section.Primary);
        json.WriteString("DateTimeCompleted", Vendor.VendorTime.Text(section.Outcome.DateScored));
        RegistrationJson.WriteExtendedData(json, section);
        json.WriteEndObject();
    }

    private static void WriteDemographics(Utf8JsonWriter json, VendorRegistration one)
    {
        json.WriteStartObject("DemographicData");
        json.WriteOrEmptyArray("Gender", one.Gender);
        json.WriteOrEmptyArray("AgeRange", one.AgeRange);
        json.WriteOrEmptyArray("Ethnicity", one.Ethnicity);
        json.WriteOrEmptyArray("HowManyCourses", one.HowManyCourses);
        json.WriteOrEmptyArray("RightSchoolForMe", null);
        json.WriteOrEmptyArray("FirstGeneration", null);
        json.WriteEndObject();
    }

    // The vendor's formula is not known; it is not the mean of the percentages, and neither is this.
    private static string Composite(IEnumerable<SectionResult> sections)
    {
        var (possible, earned) = (0m, 0m);
        foreach (var section in sections)
        {
            possible += section.Outcome.Figure("possible") ?? 0;
            earned += section.Outcome.Figure("earned") ?? 0;
        }

        return (possible == 0 ? 0 : Math.Round(100 * earned / possible, 2)).ToString("0.##", CultureInfo.InvariantCulture);
    }
}
