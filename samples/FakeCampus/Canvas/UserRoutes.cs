using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>The profile of one user, and the search over the account.</summary>
internal static class UserRoutes
{
    private const string BookmarkPrefix = "bookmark:";

    public static CanvasAnswer Profile(CanvasCall call, string address)
    {
        // Everybody may read the own profile.
        if (address == "self")
            return CanvasAnswer.Json(200, static json =>
            {
                json.WriteStartObject();
                json.WriteNumber("id", CanvasCampus.ServiceAccountId);
                json.WriteString("name", "Service Account");
                json.WriteNull("primary_email");
                json.WriteEndObject();
            });

        if (call.User(address) is not { } user)
            return CanvasErrors.NotFound();

        return call.MayAct && !user.IsElsewhere
            ? CanvasAnswer.Json(200, json => Write(json, user, "primary_email"))
            : CanvasErrors.Denied(call.Campus);
    }

    public static CanvasAnswer Search(CanvasCall call)
    {
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);

        if (ListQuery.Read(call, out var query) is { } refusal)
            return refusal;

        var (term, perPage, bookmark) = query;
        if (!TryReadBookmark(bookmark, term, out var after))
            return CanvasErrors.BadRequest("bookmark is not valid");

        var hits = call.Campus.Users.Where(user => !user.IsElsewhere && Matches(user, term)).ToList();
        var page = hits.Where(user => user.Id > after).Take(perPage).ToList();
        var answer = CanvasAnswer.Json(200, json =>
        {
            json.WriteStartArray();
            foreach (var user in page)
                Write(json, user, call.Includes("email") ? "email" : null);

            json.WriteEndArray();
        });

        return answer.With("link", Links(call, hits, page, term, perPage, after));
    }

    private static string Links(
        CanvasCall call, List<CanvasUser> hits, List<CanvasUser> page, string term, int perPage, long after)
    {
        List<string> links = [Link(after, "current")];
        if (page.Count > 0 && page[^1].Id < hits[^1].Id)
            links.Add(Link(page[^1].Id, "next"));

        links.Add(Link(0, "first"));
        if (call.Campus.AnnouncesLastPage)
        {
            var start = hits.Count == 0 ? 0 : (hits.Count - 1) / perPage * perPage;
            links.Add(Link(start == 0 ? 0 : hits[start - 1].Id, "last"));
        }

        return string.Join(',', links);

        string Link(long bookmark, string rel)
        {
            var search = term.Length == 0 ? "" : $"search_term={Uri.EscapeDataString(term)}&";
            var include = call.Query.ContainsKey("include[]") ? "include%5B%5D=email&" : "";
            var target = $"/api/v1/accounts/self/users?{include}{search}page={Uri.EscapeDataString(Bookmark(bookmark, term))}&per_page={perPage}";
            return $"<{new Uri(call.Campus.LinkOrigin ?? call.BaseUrl, target).AbsoluteUri}>; rel=\"{rel}\"";
        }
    }

    // Opaque, and bound to its search: a client that counts pages itself gets nowhere.
    private static string Bookmark(long after, string term) =>
        BookmarkPrefix + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{after}|{term}")));

    private static bool TryReadBookmark(string page, string term, out long after)
    {
        after = 0;
        if (page.Length == 0)
            return true;

        if (!page.StartsWith(BookmarkPrefix, StringComparison.Ordinal))
            return false;

        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromHexString(page[BookmarkPrefix.Length..])).Split('|', 2);
            return parts.Length == 2 && parts[1] == term && CanvasCall.IsNumber(parts[0], out after);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool Matches(CanvasUser user, string term) =>
        term.Length == 0
        || user.Name.Contains(term, StringComparison.OrdinalIgnoreCase)
        || user.LoginId.Contains(term, StringComparison.OrdinalIgnoreCase)
        || user.Email.Contains(term, StringComparison.OrdinalIgnoreCase)
        || user.SisUserId?.Contains(term, StringComparison.OrdinalIgnoreCase) == true;

    private static void Write(Utf8JsonWriter json, CanvasUser user, string? emailMember)
    {
        json.WriteStartObject();
        json.WriteNumber("id", user.Id);
        json.WriteString("name", user.Name);
        json.WriteString("sortable_name", user.SortableName);
        json.WriteString("short_name", user.Name);
        json.WriteString("sis_user_id", user.SisUserId);
        json.WriteString("integration_id", user.SisIntegrationId);
        json.WriteString("login_id", user.LoginId);
        if (emailMember is not null)
            json.WriteString(emailMember, user.Email);

        json.WriteEndObject();
    }
}
