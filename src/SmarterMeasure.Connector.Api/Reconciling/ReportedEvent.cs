using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmarterMeasure.Connector.Api.Enrichment;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Reconciling;

namespace SmarterMeasure.Connector.Api.Reconciling;

/// <summary>
/// A result of the API in the form in which its webhook would have told it, so that it goes the same way. The callback id is
/// made of user, section, attempt and time of completion: it is the same each time the API reports the result.
/// </summary>
/// <param name="user">The user, as the API shows them.</param>
/// <param name="section">The completed section; null for the completion of the whole.</param>
internal sealed class ReportedEvent(UserResult user, AssessmentSection? section)
{
    // What the webhooks of these figures are called is not documented; nobody who reads a score's type mistakes these.
    private const string WordsPerMinute = "wpm";
    private const string Accuracy = "accuracy";

    /// <summary>The result that it tells.</summary>
    public ReportedResult Result { get; } = new(
        user.UserId!,
        section?.Code ?? SectionCodes.Completion,
        (section is null ? user.DateTimeCompleted : section.DateTimeCompleted ?? user.DateTimeTaken)!.Value);

    /// <summary>The results that a user of the API has; of one without an id, none.</summary>
    public static IEnumerable<ReportedEvent> Of(UserResult user)
    {
        if (string.IsNullOrWhiteSpace(user.UserId))
            yield break;

        foreach (var section in user.AssessmentResults)
        {
            if (section is { IsComplete: not false, Code.Length: > 0 }
                && (section.DateTimeCompleted ?? user.DateTimeTaken) is not null)
                yield return new ReportedEvent(user, section);
        }

        if (user.DateTimeCompleted is not null)
            yield return new ReportedEvent(user, section: null);
    }

    /// <summary>The body.</summary>
    /// <param name="fields">The registration's custom fields.</param>
    public PooledBody Body(IReadOnlyDictionary<string, string> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, fields);

        var body = PooledBody.CopyOf(buffer.WrittenSpan);
        buffer.Clear(); // It holds personal data.
        return body;
    }

    private void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> fields)
    {
        json.WriteStartObject();
        json.WriteString("callback_id", CallbackId());
        json.WriteString("callback_event", section is null ? SmarterMeasureEvents.Completed : SmarterMeasureEvents.SectionComplete);
        WriteUser(json, fields);
        if (section is not null)
            WriteSection(json, section);

        json.WriteStartObject("rest_api_uris");
        json.WriteString("version", "3");
        json.WriteString("user", $"/users/{user.UserId}");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteUser(Utf8JsonWriter json, IReadOnlyDictionary<string, string> fields)
    {
        json.WriteStartObject("user");
        json.WriteString("user_id", user.UserId);
        json.WriteString("internal_id", user.InternalId ?? "");
        json.WriteString("first_name", user.FirstName ?? "");
        json.WriteString("last_name", user.LastName ?? "");
        json.WriteString("email", user.Email ?? "");
        if (section is not null && user.CompletionPercentage is { } percentage)
            json.WriteString("completion_percentage", Text(percentage));
        if (user.DateTimeTaken is { } taken)
            json.WriteString("date_created", Text(taken));
        json.WriteString("date_updated", Text(section is null ? Result.CompletedAt : user.DateTimeLastUpdated ?? Result.CompletedAt));
        json.WriteStartArray("metadata");
        foreach (var (name, value) in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteSection(Utf8JsonWriter json, AssessmentSection completed)
    {
        json.WriteStartObject("section");
        json.WriteString("code", completed.Code);
        json.WriteString("completed", "true");
        json.WriteString("date_scored", Text(Result.CompletedAt));
        json.WriteStartObject("results");
        if (completed.Readiness is { Length: > 0 } readiness)
            json.WriteString("readiness", readiness);

        json.WriteStartArray("scores");
        WriteScore(json, ScoreTypes.Possible, "points", completed.PointsPossible);
        WriteScore(json, ScoreTypes.Earned, "points", completed.PointsAccumulated);
        WriteScore(json, ScoreTypes.CalculatedPercentage, "percentage", completed.Percent);
        WriteScore(json, WordsPerMinute, "words-per-minute", completed.Wpm);
        WriteScore(json, Accuracy, "percentage", completed.Accuracy);
        json.WriteEndArray();

        json.WriteStartArray("subscales");
        foreach (var part in completed.ExtendedData)
        {
            json.WriteStartObject();
            json.WriteString("code", part.Code);
            json.WriteStartArray("scores");
            WriteScore(json, ScoreTypes.Possible, "points", part.PointsPossible);
            WriteScore(json, ScoreTypes.Earned, "points", part.PointsAccumulated);
            WriteScore(
                json, ScoreTypes.CalculatedPercentage, "percentage",
                ApiResults.PercentOf(part.PointsAccumulated, part.PointsPossible));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter json, string type, string units, decimal? value)
    {
        if (value is not { } number)
            return;

        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("units", units);
        json.WriteString("value", Text(number));
        json.WriteEndObject();
    }

    private string CallbackId()
    {
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{user.UserId}\u001f{Result.Section.ToLowerInvariant()}\u001f{section?.AttemptNumber ?? 1}\u001f{Text(Result.CompletedAt)}");
        return ReconciledEvents.IdPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16));
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
