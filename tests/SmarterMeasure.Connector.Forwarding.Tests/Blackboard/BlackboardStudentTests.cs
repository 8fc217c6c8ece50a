using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Blackboard;

public sealed class BlackboardStudentTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(101)]
    public async Task A_student_who_fits_twice_is_left_to_a_person(int accounts)
    {
        await using var school = await BlackboardSchool.OpenAsync();
        for (var account = 0; account < accounts; account++)
            school.Enrol(null, "quill@school.example");

        Assert.Equal(
            DeliveryOutcome.Unmatched("several_accounts"),
            await school.Connector.DeliverAsync(TargetHost.Result(email: "quill@school.example")));
        Assert.Empty(school.Course.Grades);
    }

    [Fact]
    public async Task An_e_mail_counts_in_any_case_and_for_nobody_else()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var student = school.Enrol(null, "quill@school.example");
        school.Enrol(null, "a.quill@school.example");

        Assert.Equal(
            DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(email: "QUILL@school.example")));
        Assert.Equal(
            DeliveryOutcome.Unmatched("no_account"),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "a/b", email: "uill@school.example")));
        Assert.Equal(student.Id, Assert.Single(school.Course.Grades).Key.User);
    }

    [Fact]
    public async Task A_student_whose_id_is_the_schools_costs_no_call_but_the_grades()
    {
        await using var school = await BlackboardSchool.OpenAsync(("Provision", null));
        school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        var student = school.Enrol("S123");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        Assert.NotNull(school.Grade(student));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(["POST", "GET", "PATCH", "PATCH"], school.Stub.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task A_student_whose_id_is_not_the_schools_is_found_by_e_mail_and_then_remembered()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var student = school.Enrol("other", "quill@school.example");
        var result = TargetHost.Result(id: "S123", email: "quill@school.example");

        Assert.Equal(DeliveryOutcome.Retry("blackboard_other_account"), await school.Connector.DeliverAsync(result));
        Assert.Empty(school.Course.Grades);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(result));
        var calls = school.Stub.RequestCount;
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(result with { Percent = 70 }));

        Assert.Equal(70, school.Grade(student)!.Score);
        Assert.Equal(calls + 1, school.Stub.RequestCount);
        var sent = (await school.Connector.SendAsync(result)).Request!;
        Assert.Equal("externalId:other", sent[sent.LastIndexOf("/users/", StringComparison.Ordinal)..].Split('/', '\n')[2]);
    }

    [Fact]
    public async Task A_student_whose_id_nobody_has_is_left_to_a_person()
    {
        await using var school = await BlackboardSchool.OpenAsync();

        Assert.Equal(DeliveryOutcome.Unmatched("no_account"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(DeliveryOutcome.Unmatched("no_account"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Empty(school.Course.Grades);
    }

    [Theory]
    [InlineData("externalId:", "S 7é")]
    [InlineData("userName:", "user0")]
    [InlineData("", "_701_1")]
    public async Task A_mapped_account_is_the_same_one_in_whatever_form_it_was_named(string prefix, string account)
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var student = school.Enrol("S 7é");

        Assert.Equal(
            DeliveryOutcome.Delivered,
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S999"), mappedTo: prefix + account));
        Assert.NotNull(school.Grade(student));
        Assert.EndsWith(
            "/users/externalId:S%207%C3%A9", Assert.Single(school.Stub.Requests, request => request.Method == "PATCH").Target,
            StringComparison.Ordinal);
        Assert.Equal(
            prefix == "externalId:" ? 0 : 1, school.Stub.Requests.Count(request => request.Path.Contains("/users/", StringComparison.Ordinal) && request.Method == "GET"));
    }

    [Fact]
    public async Task A_mapped_account_in_no_form_of_Blackboards_is_left_to_a_person()
    {
        await using var school = await BlackboardSchool.OpenAsync();

        Assert.Equal(
            DeliveryOutcome.Unmatched("mapped_account_unreadable"),
            await school.Connector.DeliverAsync(TargetHost.Result(), mappedTo: "S123"));
        Assert.Empty(school.Stub.Requests);
    }
}
