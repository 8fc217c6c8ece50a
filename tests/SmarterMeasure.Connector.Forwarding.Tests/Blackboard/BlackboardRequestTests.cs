using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Blackboard;

/// <summary>Compares every kind of request with the file that shows it.</summary>
public sealed class BlackboardRequestTests
{
    [Fact]
    public async Task The_requests_of_a_score_are_those_on_file()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123", "anna+sm@school.example");

        Assert.Equal(DeliveryOutcome.Retry("blackboard_other_account"), await DeliverAsync());
        Assert.Equal(DeliveryOutcome.Delivered, await DeliverAsync());

        RequestsOnFile.AreThese(
            school.Stub.Requests,
            "blackboard-token",
            "blackboard-columns",
            "blackboard-provision",
            "blackboard-grade-by-internal-id",
            "blackboard-find-by-internal-id",
            "blackboard-find-by-email",
            "blackboard-grade");

        // The school's id is not the account's: the account is claimed before anything is written to it.
        Task<DeliveryOutcome> DeliverAsync() =>
            school.Connector.DeliverAsync(TargetHost.Result(id: "S 999é", email: "anna+sm@school.example"));
    }

    [Fact]
    public async Task The_request_of_a_completion_is_that_on_file()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("CS 101é");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Completion(id: "CS 101é")));

        RequestsOnFile.AreThese(
            [.. school.Stub.Requests.Where(request => request.Method == "PATCH")], "blackboard-completion");
    }

    [Theory]
    [InlineData("63", true)]
    [InlineData(null, true)]
    [InlineData("0", false)]
    public async Task No_request_ever_clears_anything(string? percent, bool hasReadiness)
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123");

        await school.Connector.DeliverAsync(TargetHost.Result(
            id: "S123", percent: percent is null ? null : decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture),
            readiness: hasReadiness ? "pass" : null));

        Assert.All(school.Stub.Requests, request => Assert.DoesNotContain("null", request.Text, StringComparison.Ordinal));
        Assert.Equal(percent is null ? 0 : 1, school.Stub.Requests.Count(request => request.Method == "PATCH"));
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task The_record_shows_what_was_changed_and_no_lookup_and_no_token()
    {
        await using var school = await BlackboardSchool.OpenAsync(("Provision", null));
        school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        school.Enrol("S123");
        school.Stub.Faults.Next(StubFault.ExpiredToken, applies: request => request.Method == "GET");

        var outcome = await school.Connector.SendAsync(TargetHost.Result(id: "S123"));

        Assert.Equal(
            """
            PATCH /learn/api/public/v2/courses/courseId:ENG101-F26/gradebook/columns/externalId:sm-LifeFactors/users/externalId:S123
            Content-Type: application/json

            {"score":63.5,"notes":"SmarterMeasure LifeFactors: pass, scored 2026-08-30T14:07:00Z"}
            """.ReplaceLineEndings("\n"),
            outcome.Request);
    }
}
