using FakeCampus.Serving;

namespace FakeCampus.VendorApi;

/// <summary>Searching results, in the short and in the expanded form.</summary>
internal sealed class ResultRoutes(VendorApiCampus campus, RegistrationSearch search, Func<NoUserShape> none)
{
    private static readonly string[] s_common =
    [
        "UserID", "InternalID", "FirstName", "LastName", "EmailAddress", "Gender", "AdminGroupUserName",
        "TestingGroupUserName", "IncludeAccountRequestedData", "StartDate", "EndDate", "UpdateStartDate", "UpdateEndDate",
        "CompletionStartDate", "CompletionEndDate", "StartRecord", "EndRecord",
    ];

    private static readonly string[] s_summary = [.. s_common, "ExtendedData"];

    private static readonly string[] s_expanded = [.. s_common, "IncompleteOnly", "CompleteOnly"];

    private static readonly string[] s_extendable =
        ["LifeFactors", "LearnStyles", "PersonalAttributes", "TechComp", "TechKnowledge", "Demographic"];

    private readonly ResultJson _json = new(campus);

    public StubAnswer Summaries(string query, long now, int maximum)
    {
        var parameters = new VendorQuery(query, s_summary);
        var extended = parameters.Set("ExtendedData");
        if (extended?.All(code => s_extendable.Contains(code)) == false)
            throw VendorQuery.Bad("ExtendedData names something else than sections that have it");

        var page = Find("/results", parameters, now, maximum, complete: null);
        return StubAnswer.Json(200, json => page.Write(json, none(), (_, one, row) =>
            _json.WriteSummary(json, one, row, now, codeFirst: false, extended)));
    }

    public StubAnswer Expanded(string query, long now, int maximum)
    {
        var parameters = new VendorQuery(query, s_expanded);
        var (open, done) = (parameters.Flag("IncompleteOnly", false), parameters.Flag("CompleteOnly", false));
        if (open && done)
            throw VendorQuery.Bad("IncompleteOnly and CompleteOnly exclude each other");

        var page = Find("/results/new", parameters, now, maximum, open || done ? done : null);
        return StubAnswer.Json(200, json => page.Write(json, none(), (_, one, row) =>
            _json.WriteExpanded(json, one, row, now)));
    }

    public StubAnswer OfOne(VendorRegistration one, string query, long now)
    {
        _ = new VendorQuery(query);
        return StubAnswer.Json(200, json => _json.WriteSummary(json, one, 1, now, codeFirst: true, extended: null));
    }

    private VendorPage Find(string path, VendorQuery query, long now, int maximum, bool? complete)
    {
        var first = query.Number("StartRecord", 1, 1, int.MaxValue - maximum);
        var last = query.Number("EndRecord", first + 49, first, first + maximum - 1);
        _ = query.Flag("IncludeAccountRequestedData", false);
        var users = query.Set("UserID");
        var started = query.Range("StartDate", "EndDate");
        var updated = query.Range("UpdateStartDate", "UpdateEndDate");
        var completed = query.Range("CompletionStartDate", "CompletionEndDate");
        var found = search.Find(Key(path, query), now, updated, one =>
            (users is null || users.Contains(one.Student.UserId))
            && Is("InternalID", one.Student.InternalId)
            && Is("FirstName", one.Student.FirstName)
            && Is("LastName", one.Student.LastName)
            && Is("EmailAddress", one.Student.Email)
            && Is("Gender", one.Gender)
            && Is("AdminGroupUserName", one.Group.AdminGroupUserName)
            && Is("TestingGroupUserName", one.Group.TestingGroupUserName)
            && (started is not var (from, until) || (one.Created >= from && one.Created <= until))
            && (completed is not var (since, till) || (one.CompletedAt(now) is { } at && at >= since && at <= till))
            && (complete is null || complete == one.CompletedAt(now) is not null));
        return new VendorPage(path, query, first, last - first + 1, found);

        bool Is(string name, string? value) =>
            query.Text(name) is not { } wanted || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    internal static string Key(string path, VendorQuery query) => string.Join('\n',
        query.All
            .Where(field => field.Key is not ("StartRecord" or "EndRecord" or "limit" or "offset"))
            .Select(field => $"{field.Key}={field.Value}")
            .Prepend(path));
}
