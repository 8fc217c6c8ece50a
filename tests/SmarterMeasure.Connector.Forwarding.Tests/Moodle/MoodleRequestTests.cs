using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Moodle;

/// <summary>Compares every kind of request with the file that shows it.</summary>
public sealed class MoodleRequestTests
{
    [Fact]
    public async Task The_requests_of_a_score_are_those_on_file()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123", "anna+sm@school.example");

        Assert.Equal(
            DeliveryOutcome.Delivered,
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S 999&é", email: "anna+sm@school.example")));

        RequestsOnFile.AreThese(
            school.Stub.Requests, "moodle-find-by-internal-id", "moodle-find-by-email", "moodle-profile-field",
            "moodle-confirm-profile");
    }

    [Theory]
    [InlineData("Math", "moodle-assignments", "moodle-participant", "moodle-grade", "moodle-confirm-grade")]
    [InlineData("LearnStyles", "moodle-profile-readiness", "moodle-confirm-profile")]
    [InlineData("Completion", "moodle-completion", "moodle-confirm-profile")]
    public async Task The_requests_of_every_other_result_are_those_on_file(string section, params string[] files)
    {
        await using var school = await MoodleSchool.OpenAsync(("WorkflowState", "readyforrelease"));
        var student = school.Enrol("S123");

        var result = section == "Completion" ? TargetHost.Completion() : TargetHost.Result(section, readiness: "visual & aural");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(result, mappedTo: $"{student.Id}"));

        RequestsOnFile.AreThese(school.Stub.Requests, files);
    }

    [Fact]
    public async Task The_requests_of_a_grade_that_waits_for_its_release_are_those_on_file()
    {
        await using var school = await MoodleSchool.OpenAsync(("WorkflowState", "readyforrelease"));
        var student = school.Enrol("S123");
        school.Assign.UsesMarkingWorkflow = true;

        Assert.Equal(
            DeliveryOutcome.Delivered,
            await school.Connector.DeliverAsync(TargetHost.Result("Math"), mappedTo: $"{student.Id}"));

        RequestsOnFile.AreThese(
            school.Stub.Requests, "moodle-assignments", "moodle-participant", "moodle-flags", "moodle-grade", "moodle-flags",
            "moodle-confirm-held-grade");
    }

    [Fact]
    public async Task Both_spellings_of_an_address_go_in_one_call()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123", "anna@school.example");

        Assert.Equal(
            DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(email: "Anna@School.example")));

        RequestsOnFile.AreThese(
            school.Stub.Requests, "moodle-find-by-email-spellings", "moodle-profile-field", "moodle-confirm-profile");
    }

    [Fact]
    public async Task The_token_stands_first_in_the_body_and_nowhere_else()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Violations.Watch(MoodleSchool.Token, "S123");

        var outcome = await school.Connector.SendAsync(TargetHost.Result(id: "S123"));

        Assert.All(school.Stub.Requests, request =>
        {
            Assert.StartsWith("wstoken=***&wsfunction=", request.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(request.Headers, header => header.Value.Contains(MoodleSchool.Token, StringComparison.Ordinal));
        });
        Assert.Equal(0, school.Stub.Violations.Total);
        Assert.Equal(
            """
            POST /webservice/rest/server.php
            Content-Type: application/x-www-form-urlencoded

            wstoken=***
            &wsfunction=core_user_update_users
            &moodlewsrestformat=json
            &users[0][id]=5
            &users[0][customfields][0][type]=smlifefactors
            &users[0][customfields][0][value]=63.5
            """.ReplaceLineEndings("\n"),
            outcome.Request);
    }

    [Fact]
    public async Task A_trial_shows_every_request_and_changes_nothing()
    {
        await using var school = await MoodleSchool.OpenAsync(("Assignments:LifeFactors", "21"));
        var student = school.Enrol("S123");

        var foreseen = await school.Connector.ForeseeAsync(TargetHost.Result(id: "S123"));

        Assert.Empty(student.ProfileFields);
        Assert.Null(school.Assign.Grade(student));
        Assert.Contains("wsfunction=mod_assign_save_grade", foreseen, StringComparison.Ordinal);
        Assert.Equal((await school.Connector.SendAsync(TargetHost.Result(id: "S123"))).Request, foreseen);
    }

    [Fact]
    public async Task Every_result_stands_where_it_is_meant_to()
    {
        await using var school = await MoodleSchool.OpenAsync(("WorkflowState", "readyforrelease"));
        var student = school.Enrol("S123");
        school.Assign.UsesMarkingWorkflow = true;

        foreach (var section in (string[])["LifeFactors", "LearnStyles", "Math"])
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(section, "S123")));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Completion("S123")));

        Assert.Equal(
            [("smcomplete", "complete"), ("smlearnstyles", "pass"), ("smlifefactors", "63.5")],
            student.ProfileFields.Select(field => (field.Key, field.Value)).Order());
        Assert.Equal(63.5, school.Assign.Grade(student)!.Grade);
        Assert.Equal(0, school.Stub.Campus.Notifications);
    }
}
