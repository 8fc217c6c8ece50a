using System.Text.Json;
using FakeCampus.Serving;
using FakeCampus.Vendor;

namespace FakeCampus.VendorApi;

/// <summary>Searching, creating, reading and changing users.</summary>
internal sealed class VendorUserRoutes(VendorApiCampus campus, RegistrationSearch search, Func<NoUserShape> none)
{
    public StubAnswer List(string query, long now)
    {
        // OrderBy is in the documentation, but none of its values.
        var parameters = new VendorQuery(
            query, "UserID", "InternalID", "Email", "FirstName", "LastName", "AccessCode", "ExcludeCustomQuestions",
            "limit", "offset", "AssessmentKey", "AdministrativeGroupKey");
        var withCustomData = !parameters.Flag("ExcludeCustomQuestions", true);
        var assessments = parameters.Set("AssessmentKey");
        var groups = parameters.Set("AdministrativeGroupKey");
        var size = parameters.Number("limit", 50, 1, 1000);
        var first = parameters.Number("offset", 1, 1, int.MaxValue - 1000);
        var found = search.Find(ResultRoutes.Key("/users", parameters), now, updated: null, one =>
            Is("UserID", one.Student.UserId)
            && Is("InternalID", one.Student.InternalId)
            && Is("Email", one.Student.Email)
            && Is("FirstName", one.Student.FirstName)
            && Is("LastName", one.Student.LastName)
            && (parameters.Text("AccessCode") is not { } pin || pin == one.Student.AssessmentPin)
            && assessments?.Contains(one.Group.AssessmentKey) != false
            && groups?.Contains(one.Group.AdministrativeGroupKey) != false);
        var page = new VendorPage("/users", parameters, first, size, found);
        return StubAnswer.Json(200, json => page.Write(json, none(), (_, one, _) =>
            RegistrationJson.WriteUser(json, one, now, inList: true, withCustomData)));

        bool Is(string name, string value) =>
            parameters.Text(name) is not { } wanted || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    public static StubAnswer Get(VendorRegistration one, string query, long now)
    {
        _ = new VendorQuery(query);
        return Detail(one, now);
    }

    public StubAnswer Create(StubRequest request, DateTimeOffset now)
    {
        _ = new VendorQuery(request.Query);
        var input = UserInput.Read(request, creates: true);
        var group = campus.GroupOfKey(input.GroupKey!) ?? throw VendorQuery.Bad("GroupKey names no group");
        var made = campus.Create(group, now, id => new Student(
            id, input.InternalId ?? "", input.FirstName!, input.LastName!, input.Email!, AssessmentPin: $"pin{id}"));
        campus.Change(made, input.Apply);
        return StubAnswer.Json(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("UserId", made.Student.UserId);
            json.WriteEndObject();
        });
    }

    public StubAnswer Update(VendorRegistration one, StubRequest request, long now)
    {
        _ = new VendorQuery(request.Query);
        campus.Change(one, UserInput.Read(request, creates: false).Apply);
        return Detail(one, now);
    }

    private static StubAnswer Detail(VendorRegistration one, long now) => StubAnswer.Json(200, (Utf8JsonWriter json) =>
        RegistrationJson.WriteUser(json, one, now, inList: false, withCustomData: true));
}
