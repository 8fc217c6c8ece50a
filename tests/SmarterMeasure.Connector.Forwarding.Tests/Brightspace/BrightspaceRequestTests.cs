using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

/// <summary>Compares every kind of request with the file that shows it.</summary>
public sealed class BrightspaceRequestTests
{
    [Fact]
    public async Task The_requests_of_a_score_are_those_on_file()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Enrol("S123", "anna+sm@school.example");

        Assert.Equal(
            DeliveryOutcome.Delivered,
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S 999/ü", email: "anna+sm@school.example")));

        RequestsOnFile.AreThese(
            school.Stub.Requests,
            "brightspace-token",
            "brightspace-find-by-internal-id",
            "brightspace-find-by-email",
            "brightspace-grade-objects",
            "brightspace-provision",
            "brightspace-read-grade",
            "brightspace-grade",
            "brightspace-read-grade",
            "brightspace-grade-objects",
            "brightspace-provision-text",
            "brightspace-read-text",
            "brightspace-text",
            "brightspace-read-text");
    }

    [Fact]
    public async Task The_requests_of_a_completion_are_those_on_file()
    {
        await using var school = await BrightspaceSchool.OpenAsync(
            ("GradeObjects:Completion", "660101"), ("TextObjects:Completion", "660102"));
        school.Enrol("S123");
        school.Course.Add("Complete", FakeCampus.Brightspace.BrightspaceGradeType.Numeric);
        school.Course.Add("State", FakeCampus.Brightspace.BrightspaceGradeType.Text);

        Assert.Equal(
            DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Completion(id: "S123"), mappedTo: "301"));

        RequestsOnFile.AreThese(
            [.. school.Stub.Requests.Where(request => request.Method == "PUT")],
            "brightspace-completion", "brightspace-completion-text");
    }

    [Theory]
    [InlineData("SM Life Factors", "true", "grades:gradeobjects:read grades:gradeobjects:write grades:gradevalues:read grades:gradevalues:write users:userdata:read")]
    [InlineData("SM Life Factors", "false", "grades:gradeobjects:read grades:gradevalues:read grades:gradevalues:write users:userdata:read")]
    [InlineData("660101", "true", "grades:gradeobjects:read grades:gradevalues:read grades:gradevalues:write users:userdata:read")]
    public async Task The_scopes_are_those_that_the_calls_need_and_no_more(string gradeObject, string provision, string scopes)
    {
        await using var school = await BrightspaceSchool.OpenAsync(
            ("GradeObjects:LifeFactors", gradeObject), ("GradeObjects:Completion", null), ("TextObjects:LifeFactors", null),
            ("TextObjects:Completion", null), ("Provision", provision));
        school.Enrol("S123");
        if (provision == "false" || gradeObject == "660101")
            school.Course.Add("SM Life Factors", FakeCampus.Brightspace.BrightspaceGradeType.Numeric);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        Assert.EndsWith(
            $"&scope={scopes.Replace(":", "%3A", StringComparison.Ordinal).Replace(' ', '+')}", school.Stub.Requests[0].Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_shows_every_request_also_those_to_what_is_not_made_yet()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Enrol("S123");

        var foreseen = await school.Connector.ForeseeAsync(TargetHost.Result(id: "S123"));

        Assert.Empty(school.Course.GradeObjects);
        Assert.DoesNotContain(school.Stub.Requests, request => request.Path.Contains("/new/", StringComparison.Ordinal));
        var sent = (await school.Connector.SendAsync(TargetHost.Result(id: "S123"))).Request!;
        Assert.Equal(
            sent.Replace("/660101/", "/new/", StringComparison.Ordinal).Replace("/660102/", "/new/", StringComparison.Ordinal),
            foreseen);
        Assert.Equal(4, foreseen!.Split("Content-Type:").Length - 1);
        Assert.Equal(
            (await school.Connector.SendAsync(TargetHost.Result(id: "S123"))).Request,
            await school.Connector.ForeseeAsync(TargetHost.Result(id: "S123")));
    }

    [Fact]
    public async Task The_record_shows_what_was_changed_and_no_lookup_and_no_token()
    {
        await using var school = await BrightspaceSchool.OpenAsync(("TextObjects:LifeFactors", null));
        school.Enrol("S123");

        var outcome = await school.Connector.SendAsync(TargetHost.Result(id: "S123"));

        Assert.Equal(
            $$"""
            POST /d2l/api/le/1.92/6601/grades/
            Content-Type: application/json

            {"GradeType":"Numeric","IsHidden":false,"MaxPoints":100,"CanExceedMaxPoints":false,"IsBonus":false,"ExcludeFromFinalGradeCalculation":true,"GradeSchemeId":null,"Name":"SM Life Factors","ShortName":"","CategoryId":0,"Description":{"Content":"","Type":"Text"},"AssociatedTool":null}

            PUT /d2l/api/le/1.92/6601/grades/660101/values/301
            Content-Type: application/json

            {"Comments":{"Content":"","Type":"Text"},"PrivateComments":{"Content":"SmarterMeasure LifeFactors: pass, scored 2026-08-30T14:07:00Z","Type":"Text"},"GradeObjectType":1,"PointsNumerator":63.5}
            """.ReplaceLineEndings("\n"),
            outcome.Request);
    }
}
