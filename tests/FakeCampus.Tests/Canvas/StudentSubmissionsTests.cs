using System.Net;

namespace FakeCampus.Tests.Canvas;

/// <summary>Many grades in one call, and who is in a course.</summary>
public sealed class StudentSubmissionsTests : CanvasTest
{
    private string ListPath => $"api/v1/courses/{Course.Id}/students/submissions";

    [Fact]
    public async Task The_grades_of_several_students_come_in_pages()
    {
        var others = Enumerable.Range(0, 12).Select(i => Stub.Campus.AddUser($"Other {i}", $"o{i}@students.fakecampus.test")).ToList();
        Course.Enrol(others);
        foreach (var other in others)
            await Client.PutAsync(PathOf(Assignment, other), GradeBody("13"), Stop);
        await Client.PutAsync(PathOf(Course.AddAssignment("Another"), others[0]), GradeBody("7"), Stop);
        var query = string.Join('&', others.Select(one => $"student_ids%5B%5D={one.Id}").Append($"assignment_ids%5B%5D={Assignment.Id}"));

        var first = await Client.GetAsync($"{ListPath}?{query}", Stop);
        var second = await Client.GetAsync(new Uri(first.Headers.GetValues("link").Single().Split('<', '>')[1]), Stop);

        var read = (await Read(first)).AsArray().Concat((await Read(second)).AsArray()).ToList();
        Assert.Equal(others.Select(one => one.Id), read.Select(one => one!["user_id"]!.GetValue<long>()));
        Assert.All(read, one => Assert.Equal(13, one!["score"]!.GetValue<double>()));
        Assert.False(second.Headers.Contains("link"));
    }

    [Fact]
    public async Task One_student_who_is_not_in_the_course_has_all_of_them_refused()
    {
        var outsider = Stub.Campus.AddUser("Not Enrolled", "outside@students.fakecampus.test");
        var query = $"student_ids%5B%5D={Student.Id}&student_ids%5B%5D={outsider.Id}";

        Assert.Equal(HttpStatusCode.Forbidden, (await Client.GetAsync($"{ListPath}?{query}", Stop)).StatusCode);
        var inCourse = await Read(await Client.GetAsync(
            $"api/v1/courses/{Course.Id}/users?user_ids%5B%5D={Student.Id}&user_ids%5B%5D={outsider.Id}", Stop));
        Assert.Equal([Student.Id], inCourse.AsArray().Select(one => one!["id"]!.GetValue<long>()));
    }

    [Fact]
    public async Task An_unpublished_assignment_is_an_invalid_one()
    {
        Course.Change(Assignment, one => one with { Published = false });

        var response = await Client.GetAsync($"{ListPath}?student_ids%5B%5D={Student.Id}&assignment_ids%5B%5D={Assignment.Id}", Stop);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Null((await Read(response))["status"]);
    }

    [Fact]
    public async Task A_text_that_is_too_long_for_a_cell_is_told_with_200_and_not_set()
    {
        var column = Course.AddColumn("Notes");
        var path = $"api/v1/courses/{Course.Id}/custom_gradebook_columns/{column}/data/{Student.Id}";

        var response = await Client.PutAsync(path, Json($$$"""{"column_data":{"content":"{{{new string('x', 256)}}}"}}"""), Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull((await Read(response))["errors"]);
        Assert.Null(Course.Cell(column, Student));
        Course.HideColumn(column);
        Assert.Empty((await Read(await Client.GetAsync($"api/v1/courses/{Course.Id}/custom_gradebook_columns", Stop))).AsArray());
        Assert.Single((await Read(await Client.GetAsync(
            $"api/v1/courses/{Course.Id}/custom_gradebook_columns?include_hidden=true", Stop))).AsArray());
    }
}
