using System.Net;
using FakeCampus.Brightspace;
using FakeCampus.Serving;
using FakeCampus.Tests.Serving;

namespace FakeCampus.Tests.Brightspace;

public sealed class BrightspaceTests : StubTest<BrightspaceStub>
{
    private readonly BrightspaceCampus _campus = new();
    private BrightspaceUser _student = null!;
    private BrightspaceOrgUnit _unit = null!;
    private BrightspaceGradeObject _column = null!;

    private string ValuePath => $"d2l/api/le/1.92/{_unit.Id}/grades/{_column.Id}/values/{_student.Id}";

    protected override BrightspaceStub Make()
    {
        _student = _campus.AddUser("S 123", "quill.i", "quill@students.fakecampus.test");
        _unit = _campus.AddOrgUnit();
        _unit.Enrol(_student);
        _column = _unit.Add("Life Factors", BrightspaceGradeType.Numeric);
        return new BrightspaceStub(_campus, Clock);
    }

    [Fact]
    public async Task The_users_route_has_three_shapes_and_no_user_is_404()
    {
        Authenticate();

        var list = await Read(await Get("d2l/api/lp/1.53/users/?orgDefinedId=S%20123"));
        var byEmail = await Read(await Get("d2l/api/lp/1.53/users/?externalEmail=quill%40students.fakecampus.test"));
        var one = await Read(await Get("d2l/api/lp/1.53/users/?userName=quill.i"));
        var page = await Read(await Get("d2l/api/lp/1.53/users/"));

        Assert.Equal(_student.Id, (long)list!.AsArray().Single()!["UserId"]!);
        Assert.Equal(_student.Id, (long)byEmail!.AsArray().Single()!["UserId"]!);
        Assert.Equal(_student.Id, (long)one!["UserId"]!);
        Assert.Equal("S 123", (string)page!["Items"]![0]!["OrgDefinedId"]!);
        Assert.False((bool)page["PagingInfo"]!["HasMoreItems"]!);
        foreach (var filter in (string[])["orgDefinedId=x", "externalEmail=x", "userName=x"])
            Assert.Equal(HttpStatusCode.NotFound, (await Get($"d2l/api/lp/1.53/users/?{filter}")).StatusCode);
    }

    [Theory]
    [InlineData("""{"Comments":{"Content":"","Type":"Text"},"GradeObjectType":1,"PointsNumerator":63}""")]
    [InlineData("""{"PrivateComments":{"Content":"","Type":"Text"},"GradeObjectType":1,"PointsNumerator":63}""")]
    [InlineData("""{"Comments":{"Content":"","Type":"Text"},"PrivateComments":{"Content":"","Type":"Text"},"GradeObjectType":4,"Text":"63"}""")]
    [InlineData("""{"Comments":{"Content":"","Type":"Text"},"PrivateComments":{"Content":"","Type":"Text"},"GradeObjectType":1,"PointsNumerator":63,"Text":"63"}""")]
    [InlineData("""{"Comments":{"Content":"","Type":"Text"},"PrivateComments":{"Content":"","Type":"Text"},"GradeObjectType":1,"PointsNumerator":"63"}""")]
    [InlineData("""{"Comments":{"Content":"","Type":"Text"},"PrivateComments":{"Content":"","Type":"Text"},"GradeObjectType":1,"PointsNumerator":-1}""")]
    public async Task A_value_that_is_not_whole_is_refused_and_not_written(string body)
    {
        Authenticate();

        var response = await Send("PUT", ValuePath, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Empty(_unit.Values);
    }

    [Fact]
    public async Task A_value_is_written_with_an_empty_answer_and_read_back()
    {
        Authenticate();

        var missing = await Get(ValuePath);
        var written = await Send("PUT", ValuePath, Body("note"));
        var again = await Send("PUT", ValuePath, Body("note"));
        var read = await Read(await Get(ValuePath));

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal((HttpStatusCode.OK, ""), (written.StatusCode, await written.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(63, (double)read!["PointsNumerator"]!);
        Assert.Equal("note", (string)read["PrivateComments"]!["Text"]!);
        Assert.Equal(2, _unit.Value(_column, _student)!.Writes);
        Assert.Equal(0, Stub.Violations.Total);
    }

    [Fact]
    public async Task Wiping_a_teachers_comment_is_counted()
    {
        Authenticate();
        _unit.SetByTeacher(_column, _student, new BrightspaceGradeValue { PrivateComments = "see me" });

        await Send("PUT", ValuePath, Body(""));

        Assert.Equal(1, Stub.Violations[BrightspaceStub.WipedComment]);
        Assert.Equal("", _unit.Value(_column, _student)!.PrivateComments);
    }

    [Theory]
    [InlineData(BrightspaceGradeType.PassFail, "\"Pass\":true")]
    [InlineData(BrightspaceGradeType.SelectBox, "\"Value\":\"B\"")]
    [InlineData(BrightspaceGradeType.Text, "\"Text\":\"63\"")]
    public async Task Every_type_takes_its_own_member(BrightspaceGradeType type, string member)
    {
        Authenticate();
        _column = _unit.Add("Other", type, one => one with { Symbols = ["A", "B"] });

        var good = await Send("PUT", ValuePath, Body("note", type, member));
        var bad = await Send("PUT", ValuePath, Body("note", type, "\"PointsNumerator\":63"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (good.StatusCode, bad.StatusCode));
    }

    [Fact]
    public async Task A_grade_object_is_created_once_under_a_good_name()
    {
        Authenticate();
        var path = $"d2l/api/le/1.92/{_unit.Id}/grades/";
        var body = """{"Name":"SM Reading","ShortName":"","GradeType":"Numeric","MaxPoints":100}""";

        var first = await Send("POST", path, body);
        var second = await Send("POST", path, body);
        var bad = await Send("POST", path, body.Replace("SM Reading", "50% Reading", StringComparison.Ordinal));
        var listed = await Read(await Get(path));

        var id = (long)(await Read(first))!["Id"]!;
        Assert.Equal([200, 400, 400], new[] { first, second, bad }.Select(answer => (int)answer.StatusCode));
        Assert.Equal(["Life Factors", "SM Reading"], listed!.AsArray().Select(one => (string)one!["Name"]!));
        Assert.Equal(HttpStatusCode.OK, (await Get($"{path}{id}")).StatusCode);
        Assert.Equal(1, _unit.CreatedOverApi);
        Assert.Equal(2, Stub.Violations[BrightspaceStub.PartialGradeObject]);
    }

    [Theory]
    [InlineData(false, 50, "50 / 50")]
    [InlineData(true, 91, "91 / 50")]
    public async Task Points_above_the_maximum_are_kept_and_the_maximum_is_shown(bool canExceed, double points, string displayed)
    {
        Authenticate();
        _column = _unit.Change(_column, one => one with { MaxPoints = 50, CanExceedMaxPoints = canExceed });

        var written = await Send("PUT", ValuePath, Body("note", member: "\"PointsNumerator\":91"));
        var read = await Read(await Get(ValuePath));

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.Equal(
            (91, 50, displayed),
            ((double)read!["PointsNumerator"]!, (double)read["PointsDenominator"]!, (string)read["DisplayedGrade"]!));
        Assert.Equal(points, _unit.Shown(_column, _student)!.Points);
    }

    [Fact]
    public async Task A_teacher_sees_no_value_of_a_student_who_left_nor_of_a_grade_object_that_changed_its_type()
    {
        Authenticate();
        await Send("PUT", ValuePath, Body("note"));
        Assert.Equal(63, _unit.Shown(_column, _student)!.Percent);

        _column = _unit.Change(_column, one => one with { Type = BrightspaceGradeType.Calculated });
        Assert.Null(_unit.Shown(_column, _student));
        Assert.Equal(HttpStatusCode.BadRequest, (await Send("PUT", ValuePath, Body("note", _column.Type))).StatusCode);

        _column = _unit.Change(_column, one => one with { Type = BrightspaceGradeType.Numeric });
        _unit.Withdraw(_student);
        Assert.Null(_unit.Shown(_column, _student));
        Assert.Equal(HttpStatusCode.NotFound, (await Send("PUT", ValuePath, Body("note"))).StatusCode);
    }

    [Fact]
    public async Task The_values_of_a_grade_object_come_in_pages()
    {
        Authenticate();
        await Send("PUT", ValuePath, Body("note"));
        for (var i = 0; i < 2; i++)
        {
            var other = _campus.AddUser($"S{i}", $"other{i}", $"other{i}@students.fakecampus.test");
            _unit.Enrol(other);
            _unit.SetByTeacher(_column, other, new BrightspaceGradeValue { PointsNumerator = i, LastModifiedBy = 17 });
        }

        _unit.Enrol(_campus.AddUser("S9", "ungraded", "ungraded@students.fakecampus.test"));
        var path = $"d2l/api/le/1.92/{_unit.Id}/grades/{_column.Id}/values/";

        var first = await Read(await Get($"{path}?isGraded=true&pageSize=2"));
        var second = await Read(await Client.GetAsync(new Uri((string)first!["Next"]!), Stop));
        var all = await Read(await Get(path));

        Assert.Equal($"{_student.Id}", (string)first["Objects"]![0]!["User"]!["Identifier"]!);
        Assert.Equal("17", (string)second!["Objects"]!.AsArray().Single()!["GradeValue"]!["LastModifiedBy"]!);
        Assert.Null(second["Next"]);
        Assert.Null(all!["Objects"]!.AsArray()[3]!["GradeValue"]);
    }

    [Theory]
    [InlineData("\"IsHidden\":true", 200, true)]
    [InlineData("\"IsHidden\":false", 200, false)]
    [InlineData("\"IsHidden\":\"true\"", 400, false)]
    [InlineData("\"Hidden\":true", 400, false)]
    public async Task A_grade_object_may_be_hidden_and_has_no_unknown_members(string member, int status, bool isHidden)
    {
        Authenticate();

        var made = await Send(
            "POST", $"d2l/api/le/1.92/{_unit.Id}/grades/", $$"""{"Name":"SM text","GradeType":"Text",{{member}}}""");

        Assert.Equal(status, (int)made.StatusCode);
        Assert.Equal(isHidden, _unit.GradeObjects[^1].IsHidden);
        Assert.Equal(status == 200 ? 2 : 1, _unit.GradeObjects.Count);
    }

    [Fact]
    public async Task A_token_opens_the_routes_of_its_scopes_only()
    {
        var grades = $"d2l/api/le/1.92/{_unit.Id}/grades/";
        (string Method, string Path, string Scope)[] routes =
        [
            ("GET", "d2l/api/lp/1.53/users/", "users:userdata:read"),
            ("GET", grades, "grades:gradeobjects:read"),
            ("GET", $"{grades}{_column.Id}", "grades:gradeobjects:read"),
            ("POST", grades, "grades:gradeobjects:write"),
            ("GET", ValuePath, "grades:gradevalues:read"),
            ("GET", $"{grades}{_column.Id}/values/", "grades:gradevalues:read"),
            ("PUT", ValuePath, "grades:gradevalues:write"),
        ];
        foreach (var scope in routes.Select(route => route.Scope).Distinct())
        {
            Carry(Stub.Tokens.Issue(out _, scope));
            foreach (var other in routes)
            {
                var answer = other.Method == "GET" ? await Get(other.Path) : await Send(other.Method, other.Path, "{}");
                Assert.Equal(other.Scope == scope, answer.StatusCode != HttpStatusCode.Forbidden);
            }
        }
    }

    [Fact]
    public async Task Versions_need_no_token_and_an_unknown_version_is_not_served()
    {
        var versions = await Read(await Get("d2l/api/versions/"));
        Authenticate();

        Assert.Equal(["le", "lp"], versions!.AsArray().Select(one => (string)one!["ProductCode"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await Get("d2l/api/lp/0.9/users/")).StatusCode);
    }

    [Fact]
    public async Task Credits_stand_on_good_answers_and_a_refusal_has_only_a_wait()
    {
        Authenticate();
        var good = await Get("d2l/api/lp/1.53/users/");
        Stub.Credits.SpendAll();

        var refused = await Get("d2l/api/lp/1.53/users/");
        await Get("d2l/api/lp/1.53/users/");
        Clock.Advance(TimeSpan.FromSeconds(60));
        var after = await Get("d2l/api/lp/1.53/users/");

        Assert.Equal(
            ("49990", "60", "10"),
            (Header(good, "X-Rate-Limit-Remaining"), Header(good, "X-Rate-Limit-Reset"), Header(good, "X-Request-Cost")));
        Assert.Equal((429, "60"), ((int)refused.StatusCode, Header(refused, "Retry-After")));
        Assert.False(refused.Headers.Contains("X-Rate-Limit-Remaining"));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal(1, Stub.Violations[Violations.SentWhileThrottled]);
    }

    [Theory]
    [InlineData(BrightspaceErrorStyle.Problem, "application/problem+json")]
    [InlineData(BrightspaceErrorStyle.ErrorList, "application/json")]
    [InlineData(BrightspaceErrorStyle.Html, "text/html")]
    [InlineData(BrightspaceErrorStyle.Empty, null)]
    public async Task Errors_have_several_shapes(BrightspaceErrorStyle style, string? mediaType)
    {
        Stub.ErrorStyle = style;

        var response = await Get("d2l/api/lp/1.53/users/");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }

    private void Authenticate() => Carry(Stub.Tokens.Issue(out _));

    private static string Body(
        string comment, BrightspaceGradeType type = BrightspaceGradeType.Numeric, string member = "\"PointsNumerator\":63.0") =>
        $$"""{"Comments":{"Content":"","Type":"Text"},"PrivateComments":{"Content":"{{comment}}","Type":"Text"},"GradeObjectType":{{(int)type}},{{member}}}""";
}
