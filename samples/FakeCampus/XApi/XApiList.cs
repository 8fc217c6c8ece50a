using System.Globalization;
using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.XApi;

/// <summary>
/// The statements that fit a question, in the order in which they were stored, page by page (xAPI-Communication.md, 2.1.3). Voided
/// ones are not among them.
/// </summary>
internal static class XApiList
{
    private static readonly string[] s_questions = ["activity", "verb", "since", "limit", "ascending", "from"];

    /// <summary>Whether a list is asked for, and nothing that it does not know.</summary>
    public static bool IsAsked(StubRequest request)
    {
        var query = FormFields.Parse(request.Query).All;
        return query.Count > 0 && query.All(field => s_questions.Contains(field.Key));
    }

    public static StubAnswer Answer(XApiStore store, StubRequest request)
    {
        var query = FormFields.Parse(request.Query);
        _ = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked);
        _ = int.TryParse(query["from"], CultureInfo.InvariantCulture, out var from);
        var limit = asked is > 0 and < 100 ? asked : 100;
        var since = DateTimeOffset.TryParse(query["since"], CultureInfo.InvariantCulture, out var time) ? time : default;
        var found = store.Seen
            .Where(each => each.Stored > since
                && (query["activity"] is not { } activity || $"{each.Sent["object"]?["id"]}" == activity)
                && (query["verb"] is not { } verb || $"{each.Sent["verb"]?["id"]}" == verb))
            .OrderBy(each => each.Stored).ThenBy(each => each.Id);
        List<XApiStatement> all = [.. query["ascending"] == "true" ? found : found.Reverse()];
        var next = from + limit;
        var rest = string.Join('&', query.All
            .Where(field => field.Key != "from")
            .Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        return StubAnswer.Json(200, new JsonObject
        {
            ["statements"] = new JsonArray([.. all.Skip(from).Take(limit).Select(Told)]),
            ["more"] = next < all.Count ? $"/xAPI/statements?{rest}&from={next}" : "",
        }.ToJsonString());
    }

    /// <summary>A statement with what the store adds.</summary>
    public static JsonObject Told(XApiStatement statement)
    {
        var told = (JsonObject)statement.Sent.DeepClone();
        told["id"] = statement.Id.ToString();
        told["stored"] = Text(statement.Stored);
        told.TryAdd("timestamp", JsonValue.Create(Text(statement.Stored)));
        told["version"] = statement.Version == "2.0.0" ? "2.0.0" : "1.0.0";
        told["authority"] = new JsonObject
        {
            ["objectType"] = "Agent",
            ["account"] = new JsonObject
            {
                ["homePage"] = "https://lrs.fakecampus.test",
                ["name"] = statement.Authority,
            },
        };
        return told;
    }

    public static string Text(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
