using FakeCampus.Serving;

namespace FakeCampus.Moodle;

/// <summary>Finding users and setting their profile fields.</summary>
internal static class UserFunctions
{
    public static StubAnswer GetByField(MoodleStub stub, PhpFields call)
    {
        var field = call.Only("field", "values")["field"].Text;
        if (field is not ("id" or "idnumber" or "username" or "email"))
            throw MoodleException.InvalidParameter();

        List<MoodleUser> found = [];
        foreach (var value in call["values"].Items.Select(one => one.Text))
        {
            if (!IsClean(field, value))
                throw MoodleException.InvalidParameter();

            if (stub.HiddenUserFields.Contains(field))
                continue;

            found.AddRange(field == "id"
                ? long.TryParse(value, out var id) && stub.Campus.User(id) is { } user ? [user] : []
                : stub.Campus.Find(field, value));
        }

        return StubAnswer.Json(200, json =>
        {
            json.WriteStartArray();
            foreach (var user in found.Where(user => user.Kind != MoodleUserKind.Deleted))
            {
                json.WriteStartObject();
                json.WriteNumber("id", user.Id);
                Write("username", user.UserName);
                json.WriteString("firstname", user.FirstName);
                json.WriteString("lastname", user.LastName);
                json.WriteString("fullname", $"{user.FirstName} {user.LastName}");
                Write("email", user.Email);
                Write("idnumber", user.IdNumber);
                if (!stub.OmittedUserFields.Contains("customfields"))
                    WriteFields(json, user);

                json.WriteEndObject();
            }

            json.WriteEndArray();

            void Write(string name, string value)
            {
                if (!stub.OmittedUserFields.Contains(name))
                    json.WriteString(name, value);
            }
        });
    }

    public static StubAnswer Update(MoodleStub stub, PhpFields call)
    {
        var users = call.Only("users")["users"].Items.Select(user => Read(user.Only("id", "customfields"))).ToList();
        List<(long Id, string Code)> warnings = [];
        foreach (var (id, fields) in users)
        {
            if (stub.Campus.User(id) is not { } user)
            {
                warnings.Add((id, "invaliduserid"));
                continue;
            }

            if (stub.TakeWarning() is { } warning)
            {
                warnings.Add((id, warning));
                continue;
            }

            if (Refusal(user.Kind) is { } refusal)
            {
                warnings.Add((id, refusal));
                continue;
            }

            // Neither a name that no field has, nor a value that a field cannot have, leaves a word (observed).
            foreach (var _ in fields.Where(field => stub.Campus.ProfileField(field.Field) is null))
                stub.Violations.Add(MoodleStub.UnknownProfileField);

            user.Update(
                from field in fields
                let type = stub.Campus.ProfileField(field.Field)
                where type is not null
                select (field.Field, type switch
                {
                    MoodleProfileFieldType.Menu => "unknown",
                    MoodleProfileFieldType.Date => "946684800",
                    _ => field.Value,
                }));
        }

        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("warnings");
            foreach (var (id, code) in warnings)
            {
                json.WriteStartObject();
                json.WriteString("item", "user");
                json.WriteNumber("itemid", id);
                json.WriteString("warningcode", code);
                json.WriteString("message", "The user was not updated.");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteFields(System.Text.Json.Utf8JsonWriter json, MoodleUser user)
    {
        json.WriteStartArray("customfields");
        foreach (var (name, value) in user.ProfileFields)
        {
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("value", value);
            json.WriteString("shortname", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static (long Id, List<(string Field, string Value)> Fields) Read(PhpFields user) => (
        user["id"].Integer,
        user.Optional("customfields")?.Items
            .Select(field => field.Only("type", "value"))
            .Select(field => (field["type"].Text, field["value"].Text))
            .ToList() ?? []);

    private static string? Refusal(MoodleUserKind kind) => kind switch
    {
        MoodleUserKind.Deleted => "usernotupdateddeleted",
        MoodleUserKind.Remote => "usernotupdatedremote",
        MoodleUserKind.Guest => "usernotupdatedguest",
        MoodleUserKind.Administrator => "usernotupdatedadmin",
        _ => null,
    };

    // A value that Moodle's cleaning would change is refused, not cleaned.
    private static bool IsClean(string field, string value) => field switch
    {
        "id" => value.Length > 0 && value.All(char.IsAsciiDigit),
        "username" => !value.Any(c => char.IsUpper(c) || char.IsWhiteSpace(c)),
        "email" => value.IndexOf('@', StringComparison.Ordinal) > 0 && !value.Any(char.IsWhiteSpace),
        _ => true,
    };
}
