using FakeCampus.Ethos;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Ethos;

public sealed class EthosScoreTests
{
    [Fact]
    public async Task The_requests_are_those_on_file()
    {
        await using var school = await EthosSchool.OpenAsync();
        var person = school.Enrol("S 123/ü");

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S 123/ü"));
        var again = await school.Connector.DeliverAsync(SchoolConnector.Result("S 123/ü", percent: 70));

        var score = Assert.Single(school.Campus.Scores);
        Assert.Equal(DeliveryOutcome.Delivered with { RemoteId = score.Id.ToString() }, outcome);
        Assert.Equal(outcome, again);
        RequestFile.Shows(
            "ethos.http", school.Stub.Requests,
            ($"{person.Id}", "{person}"), ($"{school.Assessment.Id}", "{assessment}"), ($"{score.Id}", "{score}"));
    }

    [Fact]
    public async Task The_look_up_by_email_is_the_one_on_file()
    {
        await using var school = await EthosSchool.OpenAsync(("EmailLookup", "true"));
        school.Enrol("S123", "o'brien+7é@school.example");

        await school.Connector.DeliverAsync(SchoolConnector.Result(null, "o'brien+7é@school.example"));

        Assert.Single(school.Campus.Scores);
        RequestFile.Shows("ethos-find-by-email.http", [school.Stub.Requests[1]]);
    }

    [Theory]
    [InlineData("SMLF")]
    [InlineData("smartermeasure life factors")]
    public async Task A_test_may_be_named_by_its_code_or_its_title(string named)
    {
        await using var school = await EthosSchool.OpenAsync(("Assessments:LifeFactors", named));
        school.Enrol("S123");

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 70));

        Assert.Equal(school.Assessment.Id, Assert.Single(school.Campus.Scores).AssessmentId);
        Assert.Single(school.Calls(), "GET /api/aptitude-assessments");
    }

    [Fact]
    public async Task A_name_that_the_college_has_not_registered_waits_until_it_has()
    {
        await using var school = await EthosSchool.OpenAsync(("Assessments:LifeFactors", "LATER"));
        school.Enrol("S123");

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        Assert.Equal(DeliveryState.Blocked, outcome.State);
        Assert.StartsWith("target_unfit: unknown_assessment: Register the test LATER", outcome.Reason, StringComparison.Ordinal);
        school.Campus.AddAssessment("LATER", "Life Factors");
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Single(school.Campus.Scores);
    }

    [Fact]
    public async Task A_key_that_may_not_read_the_tests_writes_scores_of_those_known_by_guid()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Campus.SetKey(EthosSchool.ApiKey, EthosPermissions.All & ~EthosPermissions.ViewAssessments);

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(64, Assert.Single(school.Campus.Scores).Value);
    }

    [Theory]
    [InlineData(0, 100, 1, 63.4, 63)]
    [InlineData(0, 100, 0.5, 63.4, 63.5)]
    [InlineData(0, 100, 5, 63.4, 65)]
    [InlineData(0, 100, 0, 63.5, 64)]
    [InlineData(50, 100, 5, 63.4, 80, "true")]
    [InlineData(0, 99, 10, 98, 90, "true")]
    [InlineData(200, 800, 10, 63.4, 580, "true")]
    public async Task A_percentage_is_sent_on_the_steps_that_the_test_takes_and_scaled_where_that_is_configured(
        double least, double most, double step, double percent, double sent, string? scale = null)
    {
        await using var school = await EthosSchool.OpenAsync(("Assessments:LifeFactors", "STEPS"), ("Scale", scale));
        school.Campus.AddAssessment("STEPS", "Life Factors", (decimal)least, (decimal)most, (decimal)step);
        school.Enrol("S123");

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: (decimal)percent));

        Assert.Null(outcome.Reason);
        Assert.Equal((decimal)sent, Assert.Single(school.Campus.Scores).Value);
    }

    [Theory]
    [InlineData(70, 100)]
    [InlineData(0, 50)]
    public async Task A_test_that_does_not_take_every_percentage_takes_none(int least, int most)
    {
        await using var school = await EthosSchool.OpenAsync(("Assessments:LifeFactors", "NARROW"));
        school.Campus.AddAssessment("NARROW", "Life Factors", least, most);
        school.Enrol("S123");

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(DeliveryState.Blocked, outcome.State);
        Assert.StartsWith("target_unfit: score_range: Let the test NARROW take scores from 0 to 100", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(school.Campus.Scores);
    }

    [Fact]
    public async Task A_record_that_is_known_is_replaced_without_looking_for_it()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        var first = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));
        var calls = school.Calls().Count;

        await school.Connector.DeliverAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S123", percent: 70)) with { RemoteId = first.RemoteId });

        Assert.Equal([$"PUT /api/student-aptitude-assessments/{first.RemoteId}"], school.Calls().Skip(calls));
        Assert.Equal(70, Assert.Single(school.Campus.Scores).Value);
    }

    [Fact]
    public async Task A_record_that_was_deleted_at_the_college_is_added_again()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");

        var outcome = await school.Connector.DeliverAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S123")) with { RemoteId = Guid.NewGuid().ToString() });

        Assert.Equal(Assert.Single(school.Campus.Scores).Id.ToString(), outcome.RemoteId);
    }

    [Fact]
    public async Task A_score_of_another_day_stays_and_many_pages_are_read_to_the_end()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");
        school.Campus.MaxPageSize = 2;
        var result = SchoolConnector.Result("S123");
        for (var day = 0; day < 5; day++)
            await school.Connector.DeliverAsync(result with { ScoredAt = result.ScoredAt!.Value.AddDays(day) });

        await school.Connector.DeliverAsync(result with { ScoredAt = result.ScoredAt!.Value.AddDays(4), Percent = 70 });

        Assert.Equal([64, 64, 64, 64, 70], school.Campus.Scores.Select(score => score.Value));
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task Source_credential_and_comment_are_the_colleges_choice()
    {
        await using var school = await EthosSchool.OpenAsync(
            ("CredentialType", "colleaguePersonId"), ("Comment", "false"), ("EmailLookup", "true"));
        var person = school.Campus.AddPerson("Q", "q@school.example", new EthosCredential("colleaguePersonId", "0004711"));
        var source = school.Campus.AddSource().ToString();
        using var connector = EthosSchool.Connect(
            school.Stub.BaseUrl, new FakeTimeProvider(school.Connector.Clock.GetUtcNow()), "SMLF", [("Source", source)]);

        await school.Connector.DeliverAsync(SchoolConnector.Result("0004711"));
        var score = Assert.Single(school.Campus.Scores);
        Assert.Equal((person.Id, null, null), (score.StudentId, score.Comment, score.SourceId));

        await connector.DeliverAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result(null)) with { MappedTo = person.Id.ToString() });
        score = Assert.Single(school.Campus.Scores);
        Assert.Equal(("SmarterMeasure fail", source), (score.Comment, score.SourceId.ToString()));
    }

    [Fact]
    public async Task Only_percentages_of_configured_sections_are_accepted()
    {
        await using var school = await EthosSchool.OpenAsync();
        var result = SchoolConnector.Result("S123");

        Assert.True(school.Connector.Destination.Accepts(result with { Section = "lifefactors" }));
        Assert.False(school.Connector.Destination.Accepts(result with { Percent = null }));
        Assert.False(school.Connector.Destination.Accepts(result with { Section = SectionCodes.Completion }));
        Assert.False(school.Connector.Destination.Accepts(result with { Section = "Math" }));
        Assert.Equal(
            DeliveryOutcome.Dead("ethos_no_date"), await school.Connector.DeliverAsync(result with { ScoredAt = null }));
        Assert.Empty(school.Stub.Requests);
    }

    [Fact]
    public async Task A_trial_shows_the_request_and_sends_none()
    {
        await using var school = await EthosSchool.OpenAsync();
        school.Enrol("S123");

        var outcome = await school.Connector.Destination.ForeseeAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S123")), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryState.Delivered, outcome!.State);
        Assert.StartsWith("POST /api/student-aptitude-assessments\n", outcome.Request, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", outcome.Request, StringComparison.Ordinal);
        Assert.Empty(school.Campus.Scores);
    }
}
