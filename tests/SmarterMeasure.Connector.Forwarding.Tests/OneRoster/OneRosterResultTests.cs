using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.OneRoster;

public sealed class OneRosterResultTests
{
    private const string Results = "/ims/oneroster/gradebook/v1p2/assessmentResults/";
    private const string LineItems = "/ims/oneroster/gradebook/v1p2/assessmentLineItems/";

    [Fact]
    public async Task The_requests_are_those_on_file()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1/é", "O'Brien 7");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("O'Brien 7")));

        RequestFile.Shows(
            "oneroster.http", school.Stub.Requests, (school.Stub.BaseUrl.ToString(), "https://sis.example.edu/"));
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task The_look_up_by_email_is_the_one_on_file()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123", "o'brien+7é@school.example");

        await school.Connector.DeliverAsync(SchoolConnector.Result(null, "o'brien+7é@school.example"));

        Assert.Single(school.Campus.Results);
        RequestFile.Shows("oneroster-find-by-email.http", [school.Stub.Requests[1]]);
    }

    [Fact]
    public async Task A_result_that_comes_again_is_the_same_record_and_the_line_item_is_put_once()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        foreach (var percent in (decimal[])[63.5m, 63.5m, 70m])
            await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: percent));

        var result = Assert.Single(school.Campus.Results);
        Assert.Equal((3, 2, 70m), (result.Writes, result.Changes, result.Content.GetProperty("score").GetDecimal()));
        Assert.Equal(
            [("sm", 1), ("sm-LifeFactors", 1)],
            school.Campus.LineItems.Select(item => (item.SourcedId, item.Writes)).Order());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(204)]
    public async Task Every_success_of_a_put_is_one(int status)
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        school.Campus.ReplacedStatus = status;
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
    }

    [Fact]
    public async Task A_line_item_of_the_school_is_used_and_not_written_and_scores_are_scaled_to_what_it_is_worth()
    {
        await using var school = await OneRosterSchool.OpenAsync(("LineItems:LifeFactors", "li-77"));
        school.Enrol("u1", "S123");
        school.Campus.SetLineItem("li-77", maximum: 50);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123", percent: 91)));

        var grade = Assert.Single(school.Campus.SeenByTeacher());
        Assert.Equal(("li-77", 45.5m, 50m), (grade.LineItem, grade.Score, grade.Maximum));
        Assert.DoesNotContain(school.Calls(), call => call.StartsWith($"PUT {LineItems}", StringComparison.Ordinal));
        RequestFile.Shows(
            "oneroster-own-line-item.http", [school.Stub.Requests.Last(request => request.Method == "PUT")],
            (school.Stub.BaseUrl.ToString(), "https://sis.example.edu/"));
    }

    [Theory]
    [InlineData("false")]
    [InlineData(null)]
    public async Task Nothing_is_provisioned_where_that_is_not_asked_for(string? provision)
    {
        await using var school = await OneRosterSchool.OpenAsync(("Provision", provision));
        school.Enrol("u1", "S123");

        var outcome = await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        Assert.Equal(DeliveryState.Blocked, outcome.State);
        Assert.StartsWith("target_unfit: line_item_missing: ", outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Stub.Requests, request => request.Method == "PUT");

        school.Campus.SetLineItem("sm-LifeFactors");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
        Assert.Equal(63.5m, Assert.Single(school.Campus.SeenByTeacher()).Score);
    }

    [Fact]
    public async Task A_trial_shows_both_requests_and_the_line_item_is_put_when_it_counts()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");

        var outcome = await school.Connector.Destination.ForeseeAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S123")), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryState.Delivered, outcome!.State);
        Assert.Contains($"PUT {LineItems}sm-LifeFactors\n", outcome.Request, StringComparison.Ordinal);
        Assert.Contains($"PUT {Results}sm-LifeFactors-", outcome.Request, StringComparison.Ordinal);
        Assert.Empty(school.Campus.LineItems);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(SchoolConnector.Result("S123")));
    }

    [Theory]
    [InlineData("our section/1", "sm-our_0020section_002F1-")]
    [InlineData("é.x-y_z", "sm-_00E9.x_002Dy_005Fz-")]
    public async Task An_id_of_ours_has_only_characters_that_are_safe_everywhere_and_tells_nobody(string section, string start)
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("canary user/é", "S123");

        await school.Connector.DeliverAsync(SchoolConnector.Result("S123") with { Section = section });

        var id = Assert.Single(school.Campus.Results).SourcedId;
        Assert.StartsWith(start, id, StringComparison.Ordinal);
        Assert.True(Guid.TryParseExact(id[start.Length..], "D", out _), id);
    }

    [Fact]
    public async Task Another_registration_of_a_student_comes_to_the_same_record()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        var first = SchoolConnector.Result("S123");

        await school.Connector.DeliverAsync(first);
        await school.Connector.DeliverAsync(first with { Percent = 70, Student = first.Student with { UserId = "9999999" } });

        Assert.Equal(70m, Assert.Single(school.Campus.SeenByTeacher()).Score);
    }

    [Fact]
    public async Task Percentages_are_accepted_and_nothing_else()
    {
        await using var all = await OneRosterSchool.OpenAsync();
        await using var one = await OneRosterSchool.OpenAsync(("LineItems:Math", "li-1"));
        var result = SchoolConnector.Result("S123");

        Assert.True(all.Connector.Destination.Accepts(result));
        Assert.False(all.Connector.Destination.Accepts(result with { Section = SectionCodes.Typing }));
        Assert.False(all.Connector.Destination.Accepts(result with { Section = SectionCodes.LearnStyles }));
        Assert.False(all.Connector.Destination.Accepts(result with { Section = SectionCodes.Completion }));
        Assert.False(all.Connector.Destination.Accepts(result with { Percent = null }));
        Assert.False(one.Connector.Destination.Accepts(result));
        Assert.True(one.Connector.Destination.Accepts(result with { Section = "math" }));
        Assert.Equal(
            DeliveryOutcome.Dead("oneroster_no_date"), await all.Connector.DeliverAsync(result with { ScoredAt = null }));
    }

    [Fact]
    public async Task A_restart_puts_no_line_item_again_because_the_school_may_have_changed_it()
    {
        await using var school = await OneRosterSchool.OpenAsync();
        school.Enrol("u1", "S123");
        await school.Connector.DeliverAsync(SchoolConnector.Result("S123"));

        using var restarted = school.Restart();
        var foreseen = await restarted.Destination.ForeseeAsync(
            SchoolConnector.DeliveryOf(SchoolConnector.Result("S123", percent: 70)), TestContext.Current.CancellationToken);
        await restarted.DeliverAsync(SchoolConnector.Result("S123", percent: 70));

        Assert.DoesNotContain("LineItems/", foreseen!.Request!.Split('\n')[0], StringComparison.Ordinal);
        Assert.All(school.Campus.LineItems, item => Assert.Equal(1, item.Writes));
        Assert.Equal(2, Assert.Single(school.Campus.Results).Writes);
    }
}
