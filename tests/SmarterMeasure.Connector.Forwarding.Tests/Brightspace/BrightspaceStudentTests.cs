using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

public sealed class BrightspaceStudentTests
{
    [Theory]
    [InlineData("S123", null)]
    [InlineData(null, "Quill@School.example")]
    public async Task A_student_who_fits_twice_is_left_to_a_person(string? id, string? email)
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Enrol("S123", "quill@school.example");
        school.Enrol("S123", "quill@school.example");

        Assert.Equal(
            DeliveryOutcome.Unmatched("several_accounts"),
            await school.Connector.DeliverAsync(TargetHost.Result(id: id, email: email)));
        Assert.Empty(school.Course.Values);
    }

    [Fact]
    public async Task An_e_mail_counts_in_any_case_and_for_nobody_else()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var student = school.Enrol("S123", "quill@school.example");
        school.Enrol("S124", "a.quill@school.example");

        Assert.Equal(
            DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(email: "QUILL@school.example")));
        Assert.Equal(
            DeliveryOutcome.Unmatched("no_account"),
            await school.Connector.DeliverAsync(TargetHost.Result(email: "uill@school.example")));
        Assert.All(school.Course.Values.Keys, at => Assert.Equal(student.Id, at.User));
    }

    [Fact]
    public async Task A_mapped_account_is_used_without_looking()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var student = school.Enrol("S123");

        Assert.Equal(
            DeliveryOutcome.Delivered,
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S999"), mappedTo: $"{student.Id}"));
        Assert.Equal("pass", school.Value("SM readiness", student).Text);
        Assert.DoesNotContain(school.Stub.Requests, request => request.Path.Contains("/users/", StringComparison.Ordinal));
    }
}
