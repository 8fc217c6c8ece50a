using FakeCampus.Moodle;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Moodle;

/// <summary>Moodle answers a write with <c>null</c> whether it kept the grade or not: delivered is only what a teacher sees.</summary>
public sealed class MoodleStandingTests
{
    [Theory]
    [InlineData(100, 91)]
    [InlineData(50, 45.5)]
    [InlineData(7.5, 6.825)]
    public async Task A_percentage_becomes_points_of_what_the_assignment_is_worth(double maximum, double points)
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");
        school.Assign.MaximumGrade = maximum;

        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, 91));

        Assert.Equal(points, school.Assign.Grade(student)!.FinalGrade!.Value, precision: 5);
        Assert.Equal(91, school.Assign.SeenByTeacher(student)!.Value, precision: 5);
    }

    [Fact]
    public async Task A_completion_is_the_whole_maximum()
    {
        await using var school = await MoodleSchool.OpenAsync(("ProfileFields:Completion", null), ("Assignments:Completion", "21"));
        var student = school.Enrol("S123");
        school.Assign.MaximumGrade = 20;

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Completion("S123")));

        Assert.Equal(20, school.Assign.Grade(student)!.FinalGrade);
    }

    [Theory]
    [InlineData("overridden", "grade_overridden")]
    [InlineData("locked", "grade_locked")]
    [InlineData("item locked", "grade_locked")]
    [InlineData("rubric", "not_kept: see to Grading method (Simple direct grading) in the assignment's settings")]
    [InlineData("not enrolled", "not_enrolled")]
    [InlineData("scale", "target_unfit: graded_by_scale: In the assignment's settings, below Grade, set Type to Point.")]
    [InlineData("none", "target_unfit: not_graded: In the assignment's settings, below Grade, set Type to Point and give a maximum.")]
    [InlineData("anonymous", "target_unfit: anonymous_submissions: In the assignment's settings, below Grade, set Anonymous submissions to No.")]
    public async Task A_grade_that_Moodle_does_not_keep_is_blocked_with_the_cause(string condition, string reason)
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");
        Plant(school.Assign, student, condition);

        Assert.Equal(DeliveryOutcome.Blocked(reason), await SendAsync(school, 91));

        Assert.NotEqual(91, school.Assign.SeenByTeacher(student));
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task A_grade_goes_out_once_the_item_is_mended()
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");
        school.Assign.IsLocked = true;
        Assert.Equal(DeliveryOutcome.Blocked("grade_locked"), await SendAsync(school, 91));

        school.Assign.IsLocked = false;

        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, 91, failures: 1));
        Assert.Equal(91, school.Assign.SeenByTeacher(student));
    }

    [Theory]
    [InlineData("readyforrelease")]
    [InlineData(null)]
    public async Task What_a_teacher_has_released_stays_released(string? state)
    {
        await using var school = await MoodleSchool.OpenAsync(("WorkflowState", state));
        var student = school.Enrol("S123");
        school.Assign.UsesMarkingWorkflow = true;
        await SendAsync(school, 40);
        school.Assign.ChangeByTeacher(student, grade => grade with { WorkflowState = "released", GradebookGrade = grade.Grade });

        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, 91));

        Assert.Equal(("released", 91), (school.Assign.Grade(student)!.WorkflowState, school.Assign.Grade(student)!.FinalGrade));
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task A_grade_that_waits_for_its_release_is_delivered_where_the_teacher_grades()
    {
        await using var school = await MoodleSchool.OpenAsync(("WorkflowState", "readyforrelease"));
        var student = school.Enrol("S123");
        school.Assign.UsesMarkingWorkflow = true;

        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, 91));

        Assert.Equal((91, null), (school.Assign.SeenByTeacher(student), school.Assign.Grade(student)!.FinalGrade));
        Assert.Equal(0, school.Stub.Campus.Notifications);
    }

    [Fact]
    public async Task A_repetition_of_what_stands_tells_no_student_again()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123");
        await SendAsync(school, 91);

        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, 91, failures: 1));

        Assert.Equal(1, school.Stub.Campus.Notifications);
    }

    [Fact]
    public async Task A_write_that_raced_and_was_kept_is_delivered_after_a_look()
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");
        await SendAsync(school, 91);
        school.Stub.FailNextCall("mod_assign_save_grade", "dmlwriteexception");

        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, 91, mappedTo: student));
        school.Stub.FailNextCall("mod_assign_save_grade", "dmlwriteexception");

        Assert.Equal(
            DeliveryOutcome.Retry("moodle: dmlwriteexception", TimeSpan.FromSeconds(5)), await SendAsync(school, 92, mappedTo: student));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Grades_of_one_student_go_one_after_another(int atATime)
    {
        await using var school = await MoodleSchool.OpenAsync(
            [.. Enumerable.Range(0, 6).Select(at => ($"Assignments:S{at}", (string?)"21")), ("Concurrency", $"{atATime}")]);
        var students = Enumerable.Range(0, 10).Select(at => school.Enrol($"S{at}")).ToList();
        school.Stub.RaceWindow = TimeSpan.FromMilliseconds(3);
        using var turn = new SemaphoreSlim(atATime);

        var outcomes = await Task.WhenAll(
            from student in students
            from section in Enumerable.Range(0, 6)
            select OneAsync(student, section));

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        Assert.Equal(0, school.Stub.Violations[MoodleStub.Raced]);

        async Task<DeliveryOutcome> OneAsync(MoodleUser student, int section)
        {
            await turn.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return await school.Connector.DeliverAsync(TargetHost.Result($"S{section}"), mappedTo: $"{student.Id}");
            }
            finally
            {
                turn.Release();
            }
        }
    }

    [Theory]
    [InlineData(MoodleProfileFieldType.Menu)]
    [InlineData(MoodleProfileFieldType.Date)]
    public async Task A_profile_field_that_keeps_something_else_is_not_delivered(MoodleProfileFieldType type)
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Campus.DefineProfileField("smlifefactors", type);

        Assert.Equal(
            DeliveryOutcome.Blocked("not_kept: smlifefactors: the profile field must be of type Text input"),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Theory]
    [InlineData("SMLifeFactors")]
    [InlineData("smlifefactor")]
    public async Task A_profile_field_that_does_not_exist_is_found_out(string name)
    {
        await using var school = await MoodleSchool.OpenAsync(("ProfileFields:LifeFactors", name));
        school.Enrol("S123");

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));

        Assert.StartsWith($"profile_field_unknown: {name}", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_one_function_is_refused_the_others_go_on_and_it_is_not_called_again_at_once()
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");
        school.Stub.FailNextCall("mod_assign_save_grade", "requireloginerror");
        var refused = DeliveryOutcome.Blocked("refused: moodle: requireloginerror", TimeSpan.FromMinutes(5));
        Assert.Equal(refused, await SendAsync(school, 91));
        var calls = school.Stub.RequestCount;

        Assert.Equal(refused, await SendAsync(school, 91, mappedTo: student));
        Assert.Equal(calls, school.Stub.RequestCount);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        school.Connector.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(school, 91));
    }

    private static Task<DeliveryOutcome> SendAsync(MoodleSchool school, decimal percent, int failures = 0, MoodleUser? mappedTo = null) =>
        school.Connector.DeliverAsync(TargetHost.Result("Math", "S123", percent: percent), mappedTo: mappedTo is null ? null : $"{mappedTo.Id}", failures);

    private static void Plant(MoodleAssign assign, MoodleUser student, string condition)
    {
        switch (condition)
        {
            case "overridden":
                assign.SetByTeacher(student, new MoodleGrade { OverriddenGrade = 70 });
                break;
            case "locked":
                assign.SetByTeacher(student, new MoodleGrade { IsLocked = true });
                break;
            case "item locked":
                assign.IsLocked = true;
                break;
            case "rubric":
                assign.UsesAdvancedGrading = true;
                break;
            case "not enrolled":
                assign.Unenrol(student);
                break;
            case "scale":
                assign.GradeType = MoodleGradeType.Scale;
                break;
            case "none":
                assign.GradeType = MoodleGradeType.None;
                break;
            default:
                assign.IsAnonymous = true;
                break;
        }
    }
}
