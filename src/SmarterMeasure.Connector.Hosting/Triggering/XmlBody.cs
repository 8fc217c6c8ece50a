using System.Security;
using System.Text;

namespace SmarterMeasure.Connector.Hosting.Triggering;

/// <summary>Writes events as the vendor's XML: id and event are attributes, subscale scores have no wrapper.</summary>
internal static class XmlBody
{
    public static byte[] Write(SyntheticEvent e)
    {
        var xml = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?>""", 2048)
            .Append($"""<callback id="{e.CallbackId}" event="{SecurityElement.Escape(e.Name)}">""");
        WriteUser(xml, e);
        if (e.HasSection)
            WriteSection(xml, e);
        xml.Append("""<rest_api_uris version="3">""");
        Element(xml, "user", $"/users/{e.UserId}");
        if (e.HasSection)
            Element(xml, "report_link", $"/users/{e.UserId}/reportlink");
        else
            Element(xml, "user_results", $"/users/{e.UserId}/results");
        xml.Append("</rest_api_uris></callback>");
        return Encoding.UTF8.GetBytes(xml.ToString());
    }

    private static void WriteUser(StringBuilder xml, SyntheticEvent e)
    {
        xml.Append("<user>");
        Element(xml, "user_id", e.UserId);
        Element(xml, "internal_id", "");
        Element(xml, "first_name", "Synthetic");
        Element(xml, "last_name", $"Student {e.Suffix}");
        Element(xml, "email", e.Email);
        if (!e.HasSection)
            Element(xml, "assessment_pin", e.Pin);
        if (e.HasProgress)
            Element(xml, "completion_percentage", "14");
        Element(xml, "date_created", SyntheticEvent.Text(e.CreatedAt));
        if (!e.IsCreated)
            Element(xml, "date_updated", SyntheticEvent.Text(e.UpdatedAt));
        Element(xml, "metadata", "");
        xml.Append("</user>");
    }

    private static void WriteSection(StringBuilder xml, SyntheticEvent e)
    {
        xml.Append("<section>");
        Element(xml, "code", SectionCodes.LifeFactors);
        if (e.IsScored)
        {
            Element(xml, "completed", "true");
            Element(xml, "date_scored", SyntheticEvent.Text(e.ScoredAt));
            xml.Append("<results>");
            Element(xml, "readiness", e.Readiness);
            xml.Append("<scores>");
            WriteScores(xml, e.Scores);
            xml.Append("</scores><subscales>");
            foreach (var (code, earned) in e.Subscales)
            {
                xml.Append($"""<subscale code="{code}">""");
                WriteScores(xml, SyntheticEvent.ScoresOf(earned, SyntheticEvent.PossibleEach));
                xml.Append("</subscale>");
            }

            xml.Append("</subscales></results>");
        }

        xml.Append("</section>");
    }

    private static void WriteScores(StringBuilder xml, IReadOnlyList<(string Type, string Units, string Value)> scores)
    {
        foreach (var (type, units, value) in scores)
        {
            xml.Append("<score>");
            Element(xml, "value", value);
            Element(xml, "units", units);
            Element(xml, "type", type);
            xml.Append("</score>");
        }
    }

    private static void Element(StringBuilder xml, string name, string value) =>
        xml.Append($"<{name}>{SecurityElement.Escape(value)}</{name}>");
}
