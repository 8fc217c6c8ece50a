using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FakeCampus.Blackboard;
using FakeCampus.Serving;
using FakeCampus.Tests.Serving;

namespace FakeCampus.Tests.Blackboard;

public sealed class BlackboardTests : StubTest<BlackboardStub>
{
    private const string Api = "learn/api/public";
    private const string Columns = Api + "/v2/courses/courseId:CSS100-F26/gradebook/columns";
    private const string GradePath = Columns + "/externalId:sm-LifeFactors/users/externalId:S123";

    private readonly BlackboardCampus _campus = new();
    private BlackboardUser _student = null!;
    private BlackboardCourse _course = null!;
    private BlackboardColumn _column = null!;

    protected override BlackboardStub Make()
    {
        _student = _campus.AddUser("S123", "quill.i", "quill@students.fakecampus.test");
        _course = _campus.AddCourse("CSS100-F26");
        _course.Enrol(_student);
        _column = _course.AddColumn("sm-LifeFactors", "SM Life Factors");
        return new BlackboardStub(_campus, Clock);
    }

    [Fact]
    public async Task A_second_run_gets_the_same_token_with_a_shorter_life()
    {
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Stub.Tokens.ClientId}:{Stub.Tokens.ClientSecret}")));
        var path = Api + "/v1/oauth2/token";

        var first = await Read(await Form(path, ("grant_type", "client_credentials")));
        Clock.Advance(TimeSpan.FromMinutes(50));
        var second = await Read(await Form(path, ("grant_type", "client_credentials")));

        Assert.Equal((string?)first!["access_token"], (string?)second!["access_token"]);
        Assert.Equal((3600, 600), ((int)first["expires_in"]!, (int)second["expires_in"]!));
        Assert.Equal(1, Stub.Tokens.Issued);
    }

    [Fact]
    public async Task A_grade_is_addressed_by_our_own_ids_and_overridden()
    {
        Authenticate();

        var written = await Send("PATCH", GradePath, """{"score":63,"text":"63","notes":"fail","exempt":false}""");
        await Send("PATCH", GradePath, """{"score":63}""");
        var read = await Read(await Get(
            $"{Api}/v2/courses/{_course.Id}/gradebook/columns/{_column.Id}/users/userName:quill.i"));

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.Equal((63, "fail"), ((double)read!["score"]!, (string)read["notes"]!));
        Assert.NotNull(_course.Grade(_column, _student)!.Overridden);
        Assert.Equal(2, _course.Grade(_column, _student)!.Writes);
        Assert.Equal(0, Stub.Violations.Total);
    }

    [Theory]
    [InlineData("""{"score":null}""")]
    [InlineData("""{"text":""}""")]
    [InlineData("""{"text":"-"}""")]
    public async Task A_patch_that_clears_a_grade_is_done_and_counted(string body)
    {
        Authenticate();
        _course.SetByInstructor(_column, _student, new BlackboardGrade { Score = 80, Text = "80" });

        var response = await Send("PATCH", GradePath, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(_course.Grade(_column, _student)!.Score);
        Assert.Equal(1, Stub.Violations[BlackboardStub.ClearedGrade]);
    }

    [Theory]
    [InlineData("""{"score":"63"}""")]
    [InlineData("""{"text":"sixty"}""")]
    [InlineData("""{"grade":63}""")]
    [InlineData("[]")]
    public async Task A_patch_that_is_not_understood_is_refused(string body)
    {
        Authenticate();

        var response = await Send("PATCH", GradePath, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(_course.Grades);
    }

    [Fact]
    public async Task A_student_without_rows_is_not_populated_yet()
    {
        Authenticate();
        _course.Enrol(_student, populated: false);

        var early = await Send("PATCH", GradePath, """{"score":63}""");
        _course.Populate(_student);
        var late = await Send("PATCH", GradePath, """{"score":63}""");

        Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
        Assert.Equal("Grade detail values have not yet been populated", (string?)(await Read(early))!["message"]);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
    }

    [Fact]
    public async Task Notes_are_for_manual_columns()
    {
        Authenticate();
        _course.AddColumn("quiz", "Quiz", column => column with { Grading = BlackboardGrading.Attempts });
        var path = Columns + "/externalId:quiz/users/externalId:S123";

        var refused = await Send("PATCH", path, """{"score":63,"notes":"fail"}""");
        var plain = await Send("PATCH", path, """{"score":63,"notes":null}""");
        var overridden = await Send("PATCH", path, """{"notes":"fail"}""");

        Assert.Equal([400, 200, 200], new[] { refused, plain, overridden }.Select(answer => (int)answer.StatusCode));
    }

    [Theory]
    [InlineData(BlackboardDisplay.Score, """{"score":31.75}""", 31.75)]
    [InlineData(BlackboardDisplay.Percent, """{"score":31.75}""", 31.75)]
    [InlineData(BlackboardDisplay.Percent, """{"score":31.75,"text":"31.75"}""", 15.875)]
    [InlineData(BlackboardDisplay.Tabular, """{"score":31.75}""", 31.75)]
    [InlineData(BlackboardDisplay.Text, """{"score":31.75}""", null)]
    public async Task A_column_keeps_what_it_can_show(BlackboardDisplay display, string body, double? score)
    {
        Authenticate();
        _column = _course.Change(_column, column => column with { Possible = 50, Display = display });

        var answer = await Read(await Send("PATCH", GradePath, body));

        Assert.Equal(score, (double?)answer!["score"]);
        Assert.Equal(score is null ? null : 50d, (double?)answer["displayGrade"]!["possible"]);
        Assert.Equal(display.ToString(), (string)answer["displayGrade"]!["scaleType"]!);
        Assert.Equal(score, _course.Shown(_column, _student)?.Score);
    }

    [Fact]
    public async Task An_instructor_sees_no_score_of_a_student_who_is_excused_or_left()
    {
        Authenticate();
        await Send("PATCH", GradePath, """{"score":63}""");
        Assert.Equal(63, _course.Shown(_column, _student)!.Percent);

        _course.SetByInstructor(_column, _student, _course.Grade(_column, _student)! with { Exempt = true });
        var excused = await Read(await Send("PATCH", GradePath, """{"score":64}"""));
        Assert.True((bool)excused!["exempt"]!);
        Assert.Null(_course.Shown(_column, _student));

        await Send("PATCH", GradePath, """{"exempt":false}""");
        Assert.Equal(64, _course.Shown(_column, _student)!.Score);
        _course.Withdraw(_student);
        Assert.Null(_course.Shown(_column, _student));
    }

    [Fact]
    public async Task A_calculated_column_takes_no_grade()
    {
        Authenticate();
        _course.Change(_column, column => column with { Grading = BlackboardGrading.Calculated });

        Assert.Equal(HttpStatusCode.BadRequest, (await Send("PATCH", GradePath, """{"score":63}""")).StatusCode);
        Assert.Empty(_course.Grades);
    }

    [Fact]
    public async Task The_grades_of_a_column_come_in_pages()
    {
        Authenticate();
        for (var i = 0; i < 2; i++)
            _course.Enrol(_campus.AddUser(null, $"other{i}", "other@students.fakecampus.test"));

        await Send("PATCH", GradePath, """{"score":63}""");
        var first = await Read(await Get($"{Columns}/externalId:sm-LifeFactors/users?limit=2"));
        var second = await Read(await Get(((string)first!["paging"]!["nextPage"]!).TrimStart('/')));

        Assert.Equal(63, (double)first["results"]![0]!["score"]!);
        Assert.Null(second!["results"]!.AsArray().Single()!["score"]);
    }

    [Fact]
    public async Task Without_the_entitlement_users_come_without_their_address_and_a_filter_by_it_may_be_ignored()
    {
        Authenticate();
        _campus.AddUser(null, "other", "other@students.fakecampus.test");
        var target = $"{Api}/v1/users?contact.email=quill%40students.fakecampus.test";

        Stub.ShowsContacts = false;
        var hidden = await Read(await Get(target));
        Stub.IgnoresEmailFilter = true;
        var all = await Read(await Get(target));
        Stub.MayViewUsers = false;
        var refused = await Get(target);

        Assert.Null(hidden!["results"]!.AsArray().Single()!["contact"]);
        Assert.Equal(2, all!["results"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_column_is_created_once()
    {
        Authenticate();
        const string Body = """
            {"externalId":"sm-Reading","name":"SM Reading","score":{"possible":100},"availability":{"available":"No"},
             "includeInCalculations":false,"grading":{"type":"Manual"}}
            """;

        var first = await Send("POST", Columns, Body);
        var second = await Send("POST", Columns, Body);
        var bad = await Send("POST", Columns, """{"name":"x"}""");

        Assert.Equal([201, 409, 400], new[] { first, second, bad }.Select(answer => (int)answer.StatusCode));
        Assert.Equal(1, _course.CreatedOverApi);
        Assert.Equal(2, _course.Columns.Count);
    }

    [Fact]
    public async Task Users_are_found_by_email_and_come_in_pages()
    {
        Authenticate();
        for (var i = 0; i < 3; i++)
            _campus.AddUser(null, $"twin{i}", "twin@students.fakecampus.test");

        var target = $"{Api}/v1/users?contact.email=twin%40students.fakecampus.test&limit=2";
        var first = await Read(await Get(target));
        var second = await Read(await Get(((string)first!["paging"]!["nextPage"]!).TrimStart('/')));
        var none = await Read(await Get($"{Api}/v1/users?contact.email=nobody"));

        Assert.Equal(2, first["results"]!.AsArray().Count);
        Assert.Equal("twin2", (string?)second!["results"]!.AsArray().Single()!["userName"]);
        Assert.Null(second["paging"]);
        Assert.Empty(none!["results"]!.AsArray());
    }

    [Theory]
    [InlineData(QuotaResetStyle.SecondsLeft)]
    [InlineData(QuotaResetStyle.EpochSeconds)]
    public async Task The_quota_of_a_day_ends_and_begins_anew(QuotaResetStyle style)
    {
        Authenticate();
        Stub.Quota.ResetStyle = style;
        Stub.Quota.Leave(1);

        var last = await Get($"{Api}/v1/users/externalId:S123");
        var refused = await Get($"{Api}/v1/users/externalId:S123");
        await Get($"{Api}/v1/users/externalId:S123");
        Clock.Advance(TimeSpan.FromHours(24));
        Stub.Tokens.ExpireAll();
        Authenticate();
        var after = await Get($"{Api}/v1/users/externalId:S123");

        var reset = long.Parse(Header(refused, "X-Rate-Limit-Reset"), CultureInfo.InvariantCulture);
        var end = Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal([200, 429, 200], new[] { last, refused, after }.Select(answer => (int)answer.StatusCode));
        Assert.Equal(("10000", "0"), (Header(last, "X-Rate-Limit-Limit"), Header(last, "X-Rate-Limit-Remaining")));
        Assert.Equal(style == QuotaResetStyle.SecondsLeft ? 86_400 : end, reset);
        Assert.Equal("9999", Header(after, "X-Rate-Limit-Remaining"));
        Assert.Equal(1, Stub.Violations[Violations.SentWhileThrottled]);
    }

    [Theory]
    [InlineData(false, "401")]
    [InlineData(true, "\"401\"")]
    public async Task An_error_tells_its_status_as_number_or_text(bool asText, string status)
    {
        Stub.WritesStatusAsText = asText;

        var error = await Read(await Get($"{Api}/v1/users/externalId:S123"));

        Assert.Equal(status, error!["status"]!.ToJsonString());
        Assert.NotNull(error["message"]);
    }

    [Fact]
    public async Task Without_the_entitlement_nothing_is_written()
    {
        Authenticate();
        Stub.MayModifyGradebooks = false;

        var response = await Send("PATCH", GradePath, """{"score":63}""");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(_course.Grades);
    }

    private void Authenticate() => Carry(Stub.Tokens.Issue(out _));
}
