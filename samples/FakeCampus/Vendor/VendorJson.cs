using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FakeCampus.Vendor;

/// <summary>Writes events as the vendor's JSON: alphabetical members except in <c>created</c>, every figure as text.</summary>
public static class VendorJson
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = false,
    };

    public static byte[] Write(AssessmentEvent e)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            if (e.Event == EventNames.Created)
                WriteCreated(json, e);
            else
                WriteSorted(json, e);

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteCreated(Utf8JsonWriter json, AssessmentEvent e)
    {
        json.WriteString("callback_id", e.CallbackId);
        json.WriteString("callback_event", e.Event);
        json.WriteStartObject("user");
        json.WriteString("user_id", e.Student.UserId);
        json.WriteString("internal_id", e.Student.InternalId);
        json.WriteString("first_name", e.Student.FirstName);
        json.WriteString("last_name", e.Student.LastName);
        json.WriteString("email", e.Student.Email);
        json.WriteString("assessment_pin", e.Student.AssessmentPin);
        json.WriteString("date_created", VendorTime.Text(e.DateCreated));
        WriteEmptyArray(json, "metadata");
        json.WriteEndObject();
        json.WriteStartObject("rest_api_uris");
        json.WriteString("version", "3");
        json.WriteString("user", $"/users/{e.Student.UserId}");
        json.WriteString("user_results", $"/users/{e.Student.UserId}/results");
        json.WriteEndObject();
    }

    private static void WriteSorted(Utf8JsonWriter json, AssessmentEvent e)
    {
        json.WriteString("callback_event", e.Event);
        json.WriteString("callback_id", e.CallbackId);
        WriteUris(json, e);
        if (e.Section is { } section)
            WriteSection(json, section, e.Outcome);

        WriteUser(json, e);
    }

    private static void WriteUris(Utf8JsonWriter json, AssessmentEvent e)
    {
        json.WriteStartObject("rest_api_uris");
        if (e.IsSectionEvent)
            json.WriteString("report_link", $"/users/{e.Student.UserId}/reportlink");

        json.WriteString("user", $"/users/{e.Student.UserId}");
        if (!e.IsSectionEvent)
            json.WriteString("user_results", $"/users/{e.Student.UserId}/results");

        json.WriteString("version", "3");
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, AssessmentEvent e)
    {
        json.WriteStartObject("user");
        if (!e.IsSectionEvent)
            json.WriteString("assessment_pin", e.Student.AssessmentPin);

        if (e.Event != EventNames.Completed)
            json.WriteString("completion_percentage", e.CompletionPercentage.ToString(CultureInfo.InvariantCulture));

        json.WriteString("date_created", VendorTime.Text(e.DateCreated));
        json.WriteString("date_updated", VendorTime.Text(e.DateUpdated));
        json.WriteString("email", e.Student.Email);
        json.WriteString("first_name", e.Student.FirstName);
        json.WriteString("internal_id", e.Student.InternalId);
        json.WriteString("last_name", e.Student.LastName);
        WriteEmptyArray(json, "metadata");
        json.WriteString("user_id", e.Student.UserId);
        json.WriteEndObject();
    }

    private static void WriteSection(Utf8JsonWriter json, string code, SectionOutcome? outcome)
    {
        json.WriteStartObject("section");
        json.WriteString("code", code);
        if (outcome is not null)
        {
            json.WriteString("completed", "true");
            json.WriteString("date_scored", VendorTime.Text(outcome.DateScored));
            json.WriteStartObject("results");
            if (outcome.Readiness is not null)
                json.WriteString("readiness", outcome.Readiness);

            WriteScores(json, outcome.Scores);
            if (outcome.Subscales is not null)
                WriteSubscales(json, outcome.Subscales);

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSubscales(Utf8JsonWriter json, IReadOnlyList<Subscale> subscales)
    {
        json.WriteStartArray("subscales");
        foreach (var subscale in subscales)
        {
            json.WriteStartObject();
            json.WriteString("code", subscale.Code);
            WriteScores(json, subscale.Scores);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteScores(Utf8JsonWriter json, IReadOnlyList<Score> scores)
    {
        json.WriteStartArray("scores");
        foreach (var score in scores)
        {
            json.WriteStartObject();
            json.WriteString("type", score.Type);
            json.WriteString("units", score.Units);
            json.WriteString("value", score.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEmptyArray(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }
}
