using FakeCampus.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>What is said of grades that were delivered earlier.</summary>
public sealed class CanvasVerifyTests
{
    private const string Section = "LifeFactors";

    [Fact]
    public async Task Each_difference_is_told_with_who_made_it_and_when()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero));
        await using var school = await CanvasSchool.OpenAsync(new CanvasCampus { Clock = clock });
        var students = Enumerable.Range(0, 7).Select(i => school.Enrol($"{i}@school.example", $"S{i}")).ToList();
        foreach (var student in students)
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(student.SisUserId));
        clock.Advance(TimeSpan.FromHours(2));
        var at = clock.GetUtcNow();
        var book = school.Course.Gradebook;
        book.Grade(school.Assignment, students[1], "70", teacher: 88);
        book.Clear(school.Assignment, students[2]);
        book.Excuse(school.Assignment, students[3]);
        school.Course.Unenrol(students[4]);
        school.Canvas.Campus.MoveSisId("S5", school.Enrol("new@school.example"));

        var standings = await VerifyAsync(school, [.. students.Select(student => Delivered(student))]);

        Assert.Equal(
        [
            Standing.Same, Standing.Changed("88", at), Standing.Missing, Standing.Changed("2", at), Standing.Missing,
            Standing.OtherStudent, Standing.Same,
        ], standings);
    }

    [Fact]
    public async Task A_hundred_grades_are_read_in_one_call_and_three_when_some_left_the_course()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var students = Enumerable.Range(0, 100).Select(i => school.Enrol($"{i}@school.example")).ToList();
        foreach (var student in students)
            school.Course.Gradebook.Grade(school.Assignment, student, "63", CanvasCampus.ServiceAccountId);
        await school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);
        var before = school.Canvas.Requests.Count;

        Assert.All(await VerifyAsync(school, [.. students.Select(one => Delivered(one))]), one => Assert.Equal(Standing.Same, one));
        Assert.Equal(1, school.Canvas.Requests.Count - before);

        school.Course.Unenrol(students[17]);
        var standings = await VerifyAsync(school, [.. students.Select(one => Delivered(one))]);
        Assert.Equal([17], standings.Index().Where(one => one.Item != Standing.Same).Select(one => one.Index));
        Assert.Equal(5, school.Canvas.Requests.Count - before); // One more to look the student up again.
    }

    [Fact]
    public async Task An_assignment_that_no_teacher_sees_has_no_grades()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S0");
        await school.Connector.DeliverAsync("S0");
        school.Course.Change(school.Assignment, one => one with { HiddenInGradebook = true });
        using var later = school.Connect();

        Assert.Equal([Standing.Missing], await VerifyAsync(school, [Delivered(student)], later));
    }

    [Fact]
    public async Task What_is_not_on_file_or_no_grade_is_unknown_and_costs_no_call()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S0");

        Assert.Equal([Standing.Unknown], await VerifyAsync(school, [Delivered(student) with { Account = null }]));
        Assert.DoesNotContain(school.Calls(), call => call.Contains("students/submissions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_course_whose_students_have_other_ids_than_the_vendor_knows_is_not_full_of_other_students()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var students = Enumerable.Range(0, 30).Select(i => school.Enrol($"{i}@school.example", $"CANVAS-{i}")).ToList();
        foreach (var student in students)
            school.Course.Gradebook.Grade(school.Assignment, student, "63", CanvasCampus.ServiceAccountId);

        var standings = await VerifyAsync(school, [.. students.Select(one => Delivered(one) with
        {
            Result = CanvasHost.Result(Section, 63, $"VENDOR-{one.Id}", one.Email),
        })]);

        Assert.All(standings, one => Assert.Equal(Standing.Same, one));
        Assert.DoesNotContain(school.Calls(), call => call.Contains("accounts/self/users", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_canvas_that_cannot_be_asked_is_a_failure_and_no_missing_grade()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("q@school.example", "S0");
        school.Canvas.Faults.Always = CanvasFault.BadGatewayPage;

        var answer = await ((IVerifiableDestination)school.Connector.Destination)
            .VerifyAsync(Section, [Delivered(student)], TestContext.Current.CancellationToken);

        Assert.Equal("canvas_assignments_502", answer.Failure!.Reason);
    }

    private static DeliveredResult Delivered(CanvasUser student) => new()
    {
        DeliveryId = student.Id,
        Account = $"{student.Id}",
        Result = CanvasHost.Result(Section, 63, student.SisUserId, student.Email),
    };

    private static async Task<IReadOnlyList<Standing>> VerifyAsync(
        CanvasSchool school, IReadOnlyList<DeliveredResult> delivered, CanvasHost? by = null)
    {
        var answer = await ((IVerifiableDestination)(by ?? school.Connector).Destination)
            .VerifyAsync(Section, delivered, TestContext.Current.CancellationToken);
        Assert.Null(answer.Failure);
        return answer.Standings;
    }
}
