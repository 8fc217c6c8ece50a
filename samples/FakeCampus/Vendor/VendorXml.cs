using System.Globalization;
using System.Text;
using System.Xml;

namespace FakeCampus.Vendor;

/// <summary>Writes events as the vendor's XML: id and event as attributes, subscale scores without a wrapper.</summary>
public static class VendorXml
{
    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
    };

    public static byte[] Write(AssessmentEvent e)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, s_settings))
        {
            // The writer's own declaration would name the encoding in lower case.
            xml.WriteProcessingInstruction("xml", "version=\"1.0\" encoding=\"UTF-8\"");
            xml.WriteStartElement("callback");
            xml.WriteAttributeString("id", e.CallbackId);
            xml.WriteAttributeString("event", e.Event);
            WriteUser(xml, e);
            if (e.Section is { } section)
                WriteSection(xml, section, e.Outcome);

            WriteUris(xml, e);
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static void WriteUser(XmlWriter xml, AssessmentEvent e)
    {
        xml.WriteStartElement("user");
        Element(xml, "user_id", e.Student.UserId);
        Element(xml, "internal_id", e.Student.InternalId);
        Element(xml, "first_name", e.Student.FirstName);
        Element(xml, "last_name", e.Student.LastName);
        Element(xml, "email", e.Student.Email);
        if (!e.IsSectionEvent)
            Element(xml, "assessment_pin", e.Student.AssessmentPin);

        if (e.IsSectionEvent)
            WritePercentage(xml, e);

        Element(xml, "date_created", VendorTime.Text(e.DateCreated));
        if (e.Event != EventNames.Created)
            Element(xml, "date_updated", VendorTime.Text(e.DateUpdated));

        // The order of children is not stable: here it follows the dates.
        if (e.Event == EventNames.Stopped)
            WritePercentage(xml, e);

        Element(xml, "metadata", "");
        xml.WriteEndElement();
    }

    private static void WritePercentage(XmlWriter xml, AssessmentEvent e) =>
        Element(xml, "completion_percentage", e.CompletionPercentage.ToString(CultureInfo.InvariantCulture));

    private static void WriteSection(XmlWriter xml, string code, SectionOutcome? outcome)
    {
        xml.WriteStartElement("section");
        Element(xml, "code", code);
        if (outcome is not null)
        {
            Element(xml, "completed", "true");
            Element(xml, "date_scored", VendorTime.Text(outcome.DateScored));
            xml.WriteStartElement("results");
            if (outcome.Readiness is not null)
                Element(xml, "readiness", outcome.Readiness);

            xml.WriteStartElement("scores");
            WriteScores(xml, outcome.Scores);
            xml.WriteFullEndElement();
            if (outcome.Subscales is not null)
                WriteSubscales(xml, outcome.Subscales);

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteSubscales(XmlWriter xml, IReadOnlyList<Subscale> subscales)
    {
        xml.WriteStartElement("subscales");
        foreach (var subscale in subscales)
        {
            xml.WriteStartElement("subscale");
            xml.WriteAttributeString("code", subscale.Code);
            WriteScores(xml, subscale.Scores);
            xml.WriteEndElement();
        }

        xml.WriteFullEndElement();
    }

    private static void WriteScores(XmlWriter xml, IReadOnlyList<Score> scores)
    {
        foreach (var score in scores)
        {
            xml.WriteStartElement("score");
            Element(xml, "value", score.Value);
            Element(xml, "units", score.Units);
            Element(xml, "type", score.Type);
            xml.WriteEndElement();
        }
    }

    private static void WriteUris(XmlWriter xml, AssessmentEvent e)
    {
        xml.WriteStartElement("rest_api_uris");
        xml.WriteAttributeString("version", "3");
        Element(xml, "user", $"/users/{e.Student.UserId}");
        if (e.IsSectionEvent)
            Element(xml, "report_link", $"/users/{e.Student.UserId}/reportlink");
        else
            Element(xml, "user_results", $"/users/{e.Student.UserId}/results");

        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement(name);
        xml.WriteString(value);
        xml.WriteFullEndElement();
    }
}
