using System.Globalization;
using System.Text.Json;
using FakeCampus.Serving;

namespace FakeCampus.Brightspace;

/// <summary>One route with three shapes: an array, an object, or a page.</summary>
internal static class BrightspaceUserRoutes
{
    private const int PageSize = 100;

    public static StubAnswer Find(BrightspaceCampus campus, FormFields query, Func<int, string, StubAnswer> error)
    {
        var filters = query.All.Where(field => field.Key is "orgDefinedId" or "externalEmail" or "userName").ToList();
        switch (filters)
        {
            case [{ Key: "userName", Value: var name }]:
                return campus.ByUserName(name) is { } user
                    ? StubAnswer.Json(200, json => Write(json, user))
                    : error(404, "no such user");
            case [{ Key: "orgDefinedId", Value: var id }]:
                return Array(campus.ByOrgDefinedId(id), error);
            case [{ Key: "externalEmail", Value: var email }]:
                return Array(campus.ByEmail(email), error);
            case []:
                return Page(campus, query["bookmark"]);
            default:
                return error(400, "more than one filter");
        }
    }

    private static StubAnswer Array(IReadOnlyList<BrightspaceUser> users, Func<int, string, StubAnswer> error) =>
        users.Count == 0
            ? error(404, "no such user")
            : StubAnswer.Json(200, json => WriteAll(json, users));

    private static StubAnswer Page(BrightspaceCampus campus, string? bookmark)
    {
        _ = long.TryParse(bookmark, NumberStyles.None, CultureInfo.InvariantCulture, out var after);
        var rest = campus.Users.Where(user => user.Id > after).ToList();
        var page = rest.Take(PageSize).ToList();
        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("PagingInfo");
            json.WriteString("Bookmark", page.Count == 0 ? "" : page[^1].Id.ToString(CultureInfo.InvariantCulture));
            json.WriteBoolean("HasMoreItems", rest.Count > page.Count);
            json.WriteEndObject();
            json.WritePropertyName("Items");
            WriteAll(json, page);
            json.WriteEndObject();
        });
    }

    private static void WriteAll(Utf8JsonWriter json, IReadOnlyList<BrightspaceUser> users)
    {
        json.WriteStartArray();
        foreach (var user in users)
            Write(json, user);

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, BrightspaceUser user)
    {
        json.WriteStartObject();
        json.WriteNumber("OrgId", 6_606);
        json.WriteNumber("UserId", user.Id);
        json.WriteString("FirstName", user.FirstName);
        json.WriteNull("MiddleName");
        json.WriteString("LastName", user.LastName);
        json.WriteString("UserName", user.UserName);
        json.WriteString("ExternalEmail", user.ExternalEmail);
        json.WriteString("OrgDefinedId", user.OrgDefinedId);
        json.WriteString("UniqueIdentifier", user.UserName);
        json.WriteStartObject("Activation");
        json.WriteBoolean("IsActive", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
