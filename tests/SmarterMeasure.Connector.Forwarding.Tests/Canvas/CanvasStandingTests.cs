using FakeCampus.Canvas;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>Delivered means that a teacher reads it in the gradebook; and what a teacher did there is not undone.</summary>
public sealed class CanvasStandingTests
{
    private static readonly DateTimeOffset s_scored = new(2026, 8, 30, 3, 33, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Unfit => new()
    {
        { "unpublished", "unpublished" },
        { "hidden", "hidden_in_gradebook" },
        { "moderated", "moderated" },
        { "anonymous", "anonymous" },
        { "group", "grades_whole_group" },
        { "not_graded", "not_graded" },
        { "pass_fail", "graded_pass_fail" },
        { "letters", "graded_by_letters" },
        { "gpa", "graded_by_letters" },
        { "worthless", "no_points" },
        { "unset", "no_points" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task An_assignment_that_would_lose_or_distort_a_result_is_left_alone_until_it_is_mended(string condition, string code)
    {
        await using var school = await OpenAsync();
        var student = Student(school);
        school.Enrol("unposted@school.example");
        school.Course.Gradebook.Grade(school.Assignment, student, "50");
        school.Course.Change(school.Assignment, one => Spoilt(one, condition));

        var outcome = await school.Connector.DeliverAsync("S123");

        Assert.Equal(DeliveryState.Blocked, outcome.State);
        Assert.StartsWith($"target_unfit: {code}: ", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(1, school.GradeOf(student).Versions);

        school.Course.Change(school.Assignment, one => school.Assignment);
        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, scored: DateTimeOffset.MaxValue));
        Assert.Equal(63m, school.Course.Gradebook.TeacherSees(school.Assignment, student)!.Score);
    }

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task One_that_was_spoilt_since_it_was_looked_at_is_left_alone_too(string condition, string code)
    {
        await using var school = await OpenAsync();
        school.Enrol("unposted@school.example");
        var other = school.Enrol("other@school.example", "S124");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S124"));
        school.Course.Change(school.Assignment, one => Spoilt(one, condition));

        var outcome = await school.Connector.DeliverAsync("S123");

        Assert.Equal(DeliveryState.Blocked, outcome.State);
        Assert.StartsWith($"target_unfit: {code}: ", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal((63m, 1), (school.GradeOf(other).Score, school.GradeOf(other).Versions));
        Assert.Equal(0, school.GradeOf(Student(school)).Versions);
    }

    [Theory]
    [InlineData("unpublished", "unpublished")]
    [InlineData("moderated", "moderated")]
    [InlineData("not_graded", "not_graded")]
    [InlineData("pass_fail", "graded_pass_fail")]
    [InlineData("worthless", "no_points")]
    public async Task Where_the_look_does_not_tell_the_answer_to_the_write_does(string condition, string code)
    {
        await using var school = await OpenAsync();
        school.Canvas.Campus.Scopes = CanvasPreflightTests.Scopes; // Without Allow Include Parameters.
        school.Enrol("other@school.example", "S124");
        await school.Connector.DeliverAsync("S124");
        school.Course.Change(school.Assignment, one => Spoilt(one, condition));

        var outcome = await school.Connector.DeliverAsync("S123");

        Assert.Equal(DeliveryState.Blocked, outcome.State);
        Assert.StartsWith($"target_unfit: {code}: ", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_assignment_that_is_worth_less_since_it_was_looked_at_holds_the_same_percentage(bool tells)
    {
        await using var school = await OpenAsync();
        school.Enrol("other@school.example", "S124");
        await school.Connector.DeliverAsync("S124");
        school.Canvas.Campus.Scopes = tells ? null : CanvasPreflightTests.Scopes;
        school.Course.Change(school.Assignment, one => one with { PointsPossible = 50 });

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(31.5m, school.GradeOf(Student(school)).Score);
    }

    [Fact]
    public async Task An_excused_student_stays_excused()
    {
        await using var school = await OpenAsync();
        school.Course.Gradebook.Excuse(school.Assignment, Student(school));

        Assert.Equal(DeliveryOutcome.Blocked("excused"), await school.Connector.DeliverAsync("S123"));
        Assert.True(school.Course.Gradebook.TeacherSees(school.Assignment, Student(school))!.IsExcused);

        school.Course.Gradebook.TakeExcuseBack(school.Assignment, Student(school));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task A_grade_that_a_teacher_gave_later_is_not_fought()
    {
        await using var school = await OpenAsync();
        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, s_scored));
        school.Course.Gradebook.Grade(school.Assignment, Student(school), "70");

        Assert.Equal(DeliveryOutcome.Blocked("grade_overridden"), await SendAsync(school, s_scored));
        Assert.Equal(70m, school.GradeOf(Student(school)).Score);

        // The student was scored again since.
        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, scored: DateTimeOffset.MaxValue));
        Assert.Equal(63m, school.GradeOf(Student(school)).Score);
    }

    [Fact]
    public async Task A_grade_of_ours_or_of_a_process_is_no_teachers_word()
    {
        await using var school = await OpenAsync();
        school.Course.Gradebook.Grade(school.Assignment, Student(school), "0", teacher: -7);

        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, s_scored));
        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, s_scored, 64));
        Assert.Equal(64m, school.GradeOf(Student(school)).Score);
    }

    [Fact]
    public async Task The_same_grade_by_a_teachers_hand_stands()
    {
        await using var school = await OpenAsync();
        school.Course.Gradebook.Grade(school.Assignment, Student(school), "63");

        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, s_scored));
        Assert.Equal(1, school.GradeOf(Student(school)).Versions);
    }

    [Fact]
    public async Task What_a_teacher_hid_is_not_shown()
    {
        await using var school = await OpenAsync();
        await school.Connector.DeliverAsync("S123");
        school.Course.Gradebook.Hide(school.Assignment);

        Assert.Equal(DeliveryOutcome.Blocked("grade_hidden"), await school.Connector.DeliverAsync("S123", percent: 64));
        Assert.Null(school.GradeOf(Student(school)).PostedAt);

        // The same grade needs no write, and stands; and where grades are posted by hand a write shows nothing.
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        school.Course.Change(school.Assignment, one => one with { PostsManually = true });
        using var later = school.Connect();
        Assert.Equal(DeliveryOutcome.Delivered, await later.DeliverAsync("S123", percent: 64));
        Assert.Null(school.GradeOf(Student(school)).PostedAt);
    }

    [Fact]
    public async Task A_grade_from_which_points_were_taken_off_is_not_called_delivered()
    {
        await using var school = await OpenAsync();
        school.Course.Change(school.Assignment, one => one with { SubmissionType = "online_upload" });
        school.Course.Gradebook.LatePenalty = 10;
        school.Course.Gradebook.HandInLate(school.Assignment, Student(school));

        Assert.Equal(DeliveryOutcome.Blocked("late_deducted"), await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task A_grading_period_that_is_over_is_named()
    {
        await using var school = await OpenAsync();
        school.Course.Change(school.Assignment, one => one with { InClosedGradingPeriod = true });

        Assert.Equal(DeliveryOutcome.Blocked("grade_locked"), await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task Of_a_group_that_is_graded_one_by_one_only_the_student_is()
    {
        await using var school = await OpenAsync();
        var other = school.Enrol("other@school.example", "S124");
        school.Course.AddGroup(7, 1, Student(school), other);
        school.Course.Change(school.Assignment, one => one with { GroupCategoryId = 7, GradesGroupIndividually = true });

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Null(school.GradeOf(other).Score);
    }

    [Fact]
    public async Task An_assignment_that_is_gone_waits_and_goes_on_when_it_is_back()
    {
        await using var school = await OpenAsync();
        school.Course.Remove(school.Assignment);

        Assert.StartsWith("target_unfit: assignment_missing: ", (await school.Connector.DeliverAsync("S123")).Reason, StringComparison.Ordinal);
        school.Course.Restore(school.Assignment);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task One_account_has_one_id_whatever_it_was_found_by()
    {
        await using var school = await OpenAsync();
        var stop = TestContext.Current.CancellationToken;
        Delivery[] ways =
        [
            CanvasHost.Delivery("S123"), CanvasHost.Delivery(email: "q@school.example"),
            CanvasHost.Delivery() with { MappedTo = "S123" }, CanvasHost.Delivery() with { MappedTo = "sis_user_id:S123" },
            CanvasHost.Delivery() with { MappedTo = $"{Student(school).Id}" },
        ];

        foreach (var way in ways)
            Assert.Equal($"{Student(school).Id}", (await school.Connector.Destination.FindAccountAsync(way, stop)).Account);
    }

    internal static CanvasAssignment Spoilt(CanvasAssignment assignment, string condition) => condition switch
    {
        "unpublished" => assignment with { Published = false },
        "hidden" => assignment with { HiddenInGradebook = true },
        "moderated" => assignment with { Moderated = true },
        "anonymous" => assignment with { Anonymous = true, PostsManually = true },
        "group" => assignment with { GroupCategoryId = 7 },
        "not_graded" => assignment with { GradingType = GradingType.NotGraded },
        "pass_fail" => assignment with { GradingType = GradingType.PassFail },
        "letters" => assignment with { GradingType = GradingType.LetterGrade },
        "gpa" => assignment with { GradingType = GradingType.GpaScale },
        "worthless" => assignment with { PointsPossible = 0 },
        "unset" => assignment with { IsWorthUnset = true },
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static CanvasUser Student(CanvasSchool school) => school.Canvas.Campus.Users[0];

    private static async Task<DeliveryOutcome> SendAsync(CanvasSchool school, DateTimeOffset scored, decimal percent = 63)
    {
        var result = CanvasHost.Result("LifeFactors", percent, "S123") with { ScoredAt = scored };
        var outcome = await school.Connector.Destination.DeliverAsync(
            CanvasHost.Delivery() with { Result = result }, TestContext.Current.CancellationToken);
        return outcome with { Request = null };
    }

    private static async Task<CanvasSchool> OpenAsync()
    {
        var school = await CanvasSchool.OpenAsync(new CanvasCampus { Clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero)) });
        school.Enrol("q@school.example", "S123");
        return school;
    }
}
