using SmarterMeasure.Connector.Forwarding.Tests.Rest;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Moodle;

public sealed class MoodleStudentTests
{
    [Theory]
    [InlineData("S123", null)]
    [InlineData(null, "quill@school.example")]
    public async Task A_student_who_fits_twice_is_left_to_a_person(string? id, string? email)
    {
        await using var school = await MoodleSchool.OpenAsync();
        var students = new[] { school.Enrol("S123", "quill@school.example"), school.Enrol("S123", "quill@school.example") };

        Assert.Equal(
            DeliveryOutcome.Unmatched("several_accounts"),
            await school.Connector.DeliverAsync(TargetHost.Result(id: id, email: email)));
        Assert.All(students, student => Assert.Empty(student.ProfileFields));
    }

    [Theory]
    [InlineData("S999", null)]
    [InlineData(null, "uill@school.example")]
    [InlineData(null, "not an address")]
    public async Task A_student_whom_Moodle_does_not_find_is_left_to_a_person(string? id, string? email)
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123", "quill@school.example");

        Assert.Equal(
            DeliveryOutcome.Unmatched("no_account"),
            await school.Connector.DeliverAsync(TargetHost.Result(id: id, email: email)));
        Assert.Empty(student.ProfileFields);
    }

    [Fact]
    public async Task A_field_that_the_token_may_not_see_finds_nobody()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.HiddenUserFields = new HashSet<string> { "idnumber" };

        Assert.Equal(
            DeliveryOutcome.Unmatched("no_account"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Theory]
    [InlineData("idnumber", "S123", null)]
    [InlineData("email", null, "quill@school.example")]
    [InlineData("username", "user0", null)]
    public async Task A_user_whose_field_is_not_shown_is_nobody(string field, string? id, string? email)
    {
        await using var school = await MoodleSchool.OpenAsync(("IdField", field == "username" ? field : "idnumber"));
        var student = school.Enrol("S123", "quill@school.example");
        school.Stub.OmittedUserFields = new HashSet<string> { field };

        Assert.Equal(
            DeliveryOutcome.Unmatched("no_account"),
            await school.Connector.DeliverAsync(TargetHost.Result(id: id, email: email)));
        Assert.Empty(student.ProfileFields);

        school.Stub.OmittedUserFields = new HashSet<string>();
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: id, email: email)));
    }

    [Fact]
    public async Task A_user_name_is_asked_for_in_lower_case()
    {
        await using var school = await MoodleSchool.OpenAsync(("IdField", "username"));
        var student = school.Enrol("S123");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "USER0")));
        Assert.Equal("63.5", student.ProfileFields["smlifefactors"]);
    }

    [Fact]
    public async Task An_e_mail_counts_in_any_case_and_a_user_name_where_it_is_the_id()
    {
        await using var school = await MoodleSchool.OpenAsync(("IdField", "username"));
        var student = school.Enrol("S123", "quill@school.example");

        Assert.Equal(
            DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(email: "QUILL@school.example")));
        Assert.Equal("63.5", student.ProfileFields["smlifefactors"]);
        Assert.Equal(
            DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "user0", percent: 64)));
        Assert.Equal("64", student.ProfileFields["smlifefactors"]);
    }

    [Fact]
    public async Task A_mapped_account_is_used_without_looking()
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");

        Assert.Equal(
            DeliveryOutcome.Delivered,
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S999"), mappedTo: $"{student.Id}"));
        Assert.Equal("63.5", student.ProfileFields["smlifefactors"]);
        Assert.DoesNotContain(school.Stub.Requests, request => request.Text.Contains("field=idnumber", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dmlwriteexception", DeliveryState.Retrying)]
    [InlineData("usernotupdateddeleted", DeliveryState.Dead)]
    public async Task A_warning_means_what_an_exception_of_its_code_would(string code, DeliveryState state)
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.WarnNext(code);

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));

        Assert.Equal((state, $"moodle_warning: {code}"), (outcome.State, outcome.Reason));
    }

    [Fact]
    public async Task A_student_whose_account_was_made_anew_is_found_at_the_next_attempt()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123");
        await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));
        var lookups = Lookups();

        school.Stub.WarnNext("usernotupdateddeleted");
        await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        Assert.Equal(lookups + 1, Lookups());

        int Lookups() => school.Stub.Requests.Count(request => request.Text.Contains("field=idnumber", StringComparison.Ordinal));
    }
}
