using System.Buffers;
using System.Text.Json;

namespace SmarterMeasure.Connector.Hosting.Triggering;

/// <summary>Writes events as the vendor's JSON.</summary>
internal static class JsonBody
{
    public static byte[] Write(SyntheticEvent e)
    {
        var output = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("callback_event", e.Name);
            json.WriteString("callback_id", e.CallbackId);
            WriteUris(json, e);
            if (e.HasSection)
                WriteSection(json, e);
            WriteUser(json, e);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteUris(Utf8JsonWriter json, SyntheticEvent e)
    {
        json.WriteStartObject("rest_api_uris");
        if (e.HasSection)
            json.WriteString("report_link", $"/users/{e.UserId}/reportlink");
        json.WriteString("user", $"/users/{e.UserId}");
        if (!e.HasSection)
            json.WriteString("user_results", $"/users/{e.UserId}/results");
        json.WriteString("version", "3");
        json.WriteEndObject();
    }

    private static void WriteSection(Utf8JsonWriter json, SyntheticEvent e)
    {
        json.WriteStartObject("section");
        json.WriteString("code", SectionCodes.LifeFactors);
        if (e.IsScored)
        {
            json.WriteString("completed", "true");
            json.WriteString("date_scored", SyntheticEvent.Text(e.ScoredAt));
            json.WriteStartObject("results");
            json.WriteString("readiness", e.Readiness);
            WriteScores(json, e.Scores);
            json.WriteStartArray("subscales");
            foreach (var (code, earned) in e.Subscales)
            {
                json.WriteStartObject();
                json.WriteString("code", code);
                WriteScores(json, SyntheticEvent.ScoresOf(earned, SyntheticEvent.PossibleEach));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteScores(Utf8JsonWriter json, IReadOnlyList<(string Type, string Units, string Value)> scores)
    {
        json.WriteStartArray("scores");
        foreach (var (type, units, value) in scores)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("units", units);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUser(Utf8JsonWriter json, SyntheticEvent e)
    {
        json.WriteStartObject("user");
        if (!e.HasSection)
            json.WriteString("assessment_pin", e.Pin);
        if (e.HasProgress)
            json.WriteString("completion_percentage", "14");
        json.WriteString("date_created", SyntheticEvent.Text(e.CreatedAt));
        if (!e.IsCreated)
            json.WriteString("date_updated", SyntheticEvent.Text(e.UpdatedAt));
        json.WriteString("email", e.Email);
        json.WriteString("first_name", "Synthetic");
        json.WriteString("internal_id", "");
        json.WriteString("last_name", $"Student {e.Suffix}");
        json.WriteStartArray("metadata");
        json.WriteEndArray();
        json.WriteString("user_id", e.UserId);
        json.WriteEndObject();
    }
}
