using System.Globalization;
using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.OneRoster;

/// <summary>The list of users: filtered, cut to pages, with the members that were asked for.</summary>
internal static class OneRosterUsers
{
    private static readonly string[] s_fields =
    [
        "sourcedId", "status", "dateLastModified", "enabledUser", "givenName", "familyName", "roles", "identifier",
        "email", "username", "userIds",
    ];

    public static StubAnswer List(OneRosterCampus campus, StubRequest request)
    {
        var query = FormFields.Parse(request.Query);
        if (query.All.Any(field => field.Key is not ("filter" or "limit" or "offset" or "fields")))
            return OneRosterErrors.BadSelection("The query has a parameter that is not supported.");

        if (!Number(query, "limit", 100, 1, out var limit) || !Number(query, "offset", 0, 0, out var offset))
            return OneRosterErrors.BadSelection("limit and offset must be numbers, limit at least 1.");

        // OpenAPI's form style without a word of explode: each member in a parameter of its own (openapi3_v1p0, getAllUsers).
        string[] asked = [.. query.All.Where(field => field.Key == "fields").Select(field => field.Value)];
        var fields = asked.Length > 0 ? asked : s_fields;
        if (fields.Except(s_fields).Any())
            return OneRosterErrors.BadSelection("fields names an unknown member.");

        var users = campus.Users;
        if (query["filter"] is { } text)
        {
            if (OneRosterFilter.Parse(text, "identifier", "userIds.identifier", "email", "sourcedId") is not { } filter)
                return OneRosterErrors.BadFilter();

            users = [.. users.Where(user => Matches(filter, user))];
        }

        var page = users.Skip(offset).Take(limit).Select(user => Json(user, fields, campus.Clock.GetUtcNow()));
        return StubAnswer.Json(200, new JsonObject { ["users"] = new JsonArray([.. page]) }.ToJsonString())
            .With("X-Total-Count", users.Count.ToString(CultureInfo.InvariantCulture));
    }

    private static bool Matches(OneRosterFilter filter, OneRosterUser user) => filter.Field switch
    {
        "identifier" => user.Identifier.Length > 0 && filter.Matches(user.Identifier),
        "userIds.identifier" => user.UserIds?.Any(each => filter.Matches(each.Identifier)) ?? false,
        "email" => filter.Matches(user.Email),
        _ => filter.Matches(user.SourcedId),
    };

    private static JsonObject Json(OneRosterUser user, string[] fields, DateTimeOffset now)
    {
        var json = new JsonObject
        {
            ["sourcedId"] = user.SourcedId,
            ["status"] = user.Status,
            ["dateLastModified"] = now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["enabledUser"] = "true",
            ["username"] = user.Identifier.Length > 0 ? user.Identifier : user.SourcedId,
            ["givenName"] = user.GivenName,
            ["familyName"] = user.FamilyName,
            ["roles"] = new JsonArray(new JsonObject
            {
                ["roleType"] = "primary",
                ["role"] = "student",
                ["org"] = new JsonObject
                {
                    ["href"] = "https://oneroster.fakecampus.test/ims/oneroster/rostering/v1p2/orgs/school",
                    ["sourcedId"] = "school",
                    ["type"] = "org",
                },
            }),
        };
        if (user.Identifier.Length > 0)
            json["identifier"] = user.Identifier;

        if (user.UserIds is { } ids)
        {
            json["userIds"] = new JsonArray([.. ids.Select(each =>
                new JsonObject { ["type"] = each.Type, ["identifier"] = each.Identifier })]);
        }

        if (user.Email is { } email)
            json["email"] = email;

        foreach (var name in s_fields.Except(fields))
            json.Remove(name);

        return json;
    }

    private static bool Number(FormFields query, string name, int missing, int least, out int number)
    {
        number = missing;
        return query[name] is not { } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least);
    }
}
