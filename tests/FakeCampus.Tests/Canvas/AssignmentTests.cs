using System.Net;
using FakeCampus.Canvas;

namespace FakeCampus.Tests.Canvas;

public sealed class AssignmentTests : CanvasTest
{
    private const string Valid = """
        {"assignment":{"name":"Life Factors","submission_types":["none"],"points_possible":100,"grading_type":"percent",
         "omit_from_final_grade":true,"published":true}}
        """;

    private string ListPath => $"api/v1/courses/{Course.Id}/assignments";

    [Fact]
    public async Task A_second_assignment_of_one_name_is_another_one()
    {
        var first = await Client.PostAsync(ListPath, Json(Valid), Stop);
        var second = await Client.PostAsync(ListPath, Json(Valid), Stop);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.NotEqual((await Read(first))["id"]!.GetValue<long>(), (await Read(second))["id"]!.GetValue<long>());
        Assert.Equal(2, Course.CreatedOverApi);
    }

    [Fact]
    public async Task What_is_left_out_is_not_as_one_would_like_it()
    {
        var response = await Client.PostAsync(
            ListPath, Json("""{"assignment":{"name":"Bare","submission_types":["none"]}}"""), Stop);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var made = Assert.Single(Course.Assignments, one => one.Name == "Bare");
        Assert.Equal((0m, GradingType.Points, false, false), (made.PointsPossible, made.GradingType, made.OmitFromFinalGrade, made.Published));
        Assert.Equal(HttpStatusCode.Forbidden, (await Grade("1", made)).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"Life Factors","submission_types":["none"]}""")]
    [InlineData("""{"assignment":{"submission_types":["none"]}}""")]
    [InlineData("""{"assignment":{"name":"","submission_types":["none"]}}""")]
    [InlineData("""{"assignment":{"name":"A","submission_types":["none","online_url"]}}""")]
    [InlineData("""{"assignment":{"name":"A","submission_types":["none"],"grading_type":"percentage"}}""")]
    [InlineData("[]")]
    [InlineData("nothing")]
    public async Task A_body_that_is_not_one_is_refused(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync(ListPath, Json(body), Stop)).StatusCode);
        Assert.Equal(0, Course.CreatedOverApi);
    }

    [Fact]
    public async Task Without_the_right_it_is_refused_as_any_permission_is()
    {
        Stub.Campus.MayCreateAssignments = false;

        var response = await Client.PostAsync(ListPath, Json(Valid), Stop);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task What_is_not_known_is_let_fall_and_counted()
    {
        var response = await Client.PostAsync(
            ListPath, Json("""{"assignment":{"name":"A","submission_types":["none"],"publish":true}}"""), Stop);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.False(Assert.Single(Course.Assignments, one => one.Name == "A").Published);
        Assert.Equal(1, Stub.Violations[CanvasViolation.UnknownMember]);
    }

    [Fact]
    public async Task One_is_read_with_all_that_decides_what_becomes_of_a_grade()
    {
        var assignment = Course.AddAssignment("Group work", one => one with
        {
            IsWorthUnset = true, GradingType = GradingType.LetterGrade, GroupCategoryId = 7, Moderated = true, PostsManually = true,
        });

        var read = await Read(await Client.GetAsync($"{ListPath}/{assignment.Id}", Stop));

        Assert.Null(read["points_possible"]);
        Assert.Equal("letter_grade", read["grading_type"]!.GetValue<string>());
        Assert.Equal(7, read["group_category_id"]!.GetValue<long>());
        Assert.False(read["grade_group_students_individually"]!.GetValue<bool>());
        Assert.True(read["moderated_grading"]!.GetValue<bool>());
        Assert.True(read["post_manually"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync($"{ListPath}/999", Stop)).StatusCode);
    }

    [Fact]
    public async Task The_list_comes_in_pages_of_ten_and_finds_parts_of_names()
    {
        for (var i = 0; i < 12; i++)
            Course.AddAssignment($"Essay {i}");

        var first = await Client.GetAsync($"{ListPath}?search_term=essay", Stop);
        var next = first.Headers.GetValues("link").Single().Split('<', '>')[1];
        var second = await Client.GetAsync(new Uri(next), Stop);

        Assert.Equal(10, (await Read(first)).AsArray().Count);
        Assert.Equal(2, (await Read(second)).AsArray().Count);
        Assert.False(second.Headers.Contains("link"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.GetAsync($"{ListPath}?search_term=e", Stop)).StatusCode);
    }
}
