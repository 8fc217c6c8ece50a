using System.Text.Json.Nodes;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.XApi;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.XApi;

public sealed class XApiStatementTests
{
    private static SectionResult Completion => new()
    {
        Student = new StudentRef { UserId = "8152142", InternalId = "S123" },
        Section = SectionCodes.Completion,
        ScoredAt = new DateTimeOffset(2026, 8, 31, 22, 40, 0, TimeSpan.Zero),
    };

    [Fact]
    public async Task The_requests_are_those_on_file()
    {
        await using var school = await XApiSchool.OpenAsync();

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S 123/ü")));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(Completion));

        RequestFile.Shows("xapi.http", school.Stub.Requests);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task What_a_store_refuses_to_take_twice_is_read_back_as_on_file()
    {
        await using var school = await XApiSchool.OpenAsync(("Version", "2.0.0"));
        school.Store.RefusesKnown = true;
        school.Stub.Faults.Next(StubFault.ResetAfter);

        Assert.True((await school.Connector.DeliverAsync(SchoolConnector.Result("S123"))).IsAmbiguous);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));

        RequestFile.Shows("xapi-read-back.http", school.Stub.Requests);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task The_same_result_is_the_same_bytes_at_any_time_and_from_any_process()
    {
        await using var school = await XApiSchool.OpenAsync();
        var result = SchoolConnector.Result("S123");
        await school.Connector.DeliverAsync(result);
        school.Connector.Clock.Advance(TimeSpan.FromDays(1));
        using var other = XApiSchool.Connect(new Uri(school.Stub.BaseUrl, "xAPI"), school.Connector.Clock);

        Assert.Equal(DeliveryOutcome.Delivered, await other.DeliverAsync(result with { Percent = 63.5m }));

        var sent = school.Stub.Requests.Where(request => request.Method == "PUT").ToList();
        Assert.Equal(sent[0].Text, sent[1].Text);
        Assert.Equal(2, Assert.Single(school.Store.Statements).Arrivals);
    }

    [Theory]
    [InlineData("pass", true)]
    [InlineData("Fail", false)]
    [InlineData("question", null)]
    [InlineData(null, null)]
    public async Task Readiness_is_success_only_where_it_decides(string? readiness, bool? success)
    {
        await using var school = await XApiSchool.OpenAsync();

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123") with { Readiness = readiness });

        var result = Assert.Single(school.Store.Statements).Sent["result"]!;
        Assert.Equal(success, result["success"]?.GetValue<bool>());
        Assert.Equal(
            readiness, result["extensions"]!["https://smartermeasure.example.edu/extensions/readiness"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("LifeFactors", null)]
    [InlineData("Typing", 63)]
    [InlineData("LearnStyles", 63)]
    public async Task A_section_without_a_percentage_to_grade_is_sent_without_a_score(string section, int? percent)
    {
        await using var school = await XApiSchool.OpenAsync();
        var result = SchoolConnector.Result("S123", percent: percent) with { Section = section };

        Assert.True(school.Connector.Destination.Accepts(result));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(result));
        Assert.Null(Assert.Single(school.Store.Statements).Sent["result"]!["score"]);
    }

    [Fact]
    public async Task Results_differ_by_section_registration_moment_and_without_a_moment_by_operation()
    {
        await using var school = await XApiSchool.OpenAsync();
        var result = SchoolConnector.Result("S123");
        var unscored = SchoolConnector.DeliveryOf(result with { ScoredAt = null });
        SectionResult[] different =
        [
            result, result with { Section = "Math" }, result with { ScoredAt = result.ScoredAt!.Value.AddMinutes(1) },
            result with { Student = result.Student with { UserId = "8152143" } },
        ];
        foreach (var each in different)
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(each));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(unscored));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(unscored with { Operation = "another" }));

        Assert.Equal(6, school.Store.Statements.Count);
        Assert.Equal(2, school.Store.Statements.Count(statement => !statement.Sent.ContainsKey("timestamp")));
    }

    [Fact]
    public async Task Another_result_of_the_same_minute_is_a_conflict_and_final()
    {
        await using var school = await XApiSchool.OpenAsync();
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(
            DeliveryOutcome.Dead("xapi_conflict"), await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 70)));
        Assert.Equal(1, Assert.Single(school.Store.Statements).Conflicts);
    }

    [Theory]
    [InlineData("2.0.0")]
    [InlineData("1.0.3")]
    public async Task The_version_is_the_one_configured(string version)
    {
        await using var school = await XApiSchool.OpenAsync(("Version", version));

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(version, Assert.Single(school.Store.Statements).Version);
    }

    [Theory]
    [InlineData("timestamp", "2026-08-31T17:33:00.000-05:00", true)]
    [InlineData("timestamp", "2026-08-31T22:34:00Z", false)]
    [InlineData("actor.account.name", "S124", false)]
    [InlineData("actor.objectType", null, true)]
    [InlineData("verb.display", null, true)]
    [InlineData("object.definition", null, true)]
    [InlineData("result.success", null, false)]
    [InlineData("result.score.raw", 63.50001, true)]
    [InlineData("result.score.raw", 63.501, false)]
    [InlineData("result.score.raw", 64.0, false)]
    [InlineData("stored", "2026-09-01T08:00:00Z", true)]
    public void A_stored_statement_is_ours_whatever_the_store_may_change(string path, object? value, bool isOurs)
    {
        var statement = new XApiStatements("https://sis.example.edu", "https://smartermeasure.example.edu/")
            .Of(SchoolConnector.DeliveryOf(SchoolConnector.Result("S123")), "S123");
        var stored = (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(statement, XApiJson.Default.XApiStatement)!;
        var (owner, names) = (stored, path.Split('.'));
        foreach (var name in names[..^1])
            owner = (JsonObject)owner[name]!;
        owner.Remove(names[^1]);
        if (value is not null)
            owner[names[^1]] = value is string text ? text : (double)value;

        Assert.Equal(isOurs, XApiSameness.Holds(JsonNode.Parse(stored.ToJsonString())!.AsObject(), statement));
    }

    [Theory]
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2")]
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d")]
    public void A_name_is_always_the_same_uuid(string space, string name, string uuid) =>
        Assert.Equal(uuid, NameUuid.Of(Guid.Parse(space), name).ToString());
}
