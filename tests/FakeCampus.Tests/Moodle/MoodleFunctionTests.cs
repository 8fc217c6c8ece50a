using FakeCampus.Moodle;

namespace FakeCampus.Tests.Moodle;

public sealed class MoodleFunctionTests : MoodleTest
{
    [Theory]
    [InlineData("idnumber", "S123")]
    [InlineData("username", "quill.i")]
    [InlineData("email", "quill@students.fakecampus.test")]
    public async Task A_user_is_found_by_a_field_that_may_be_seen(string field, string value)
    {
        var found = await Call("core_user_get_users_by_field", ("field", field), ("values[0]", value));
        Stub.HiddenUserFields = new HashSet<string> { field };
        var hidden = await Call("core_user_get_users_by_field", ("field", field), ("values[0]", value));

        Assert.Equal(Student.Id, (long)found!.AsArray().Single()!["id"]!);
        Assert.Empty(hidden!.AsArray());
    }

    [Fact]
    public async Task Two_users_may_share_an_address_and_an_unclean_value_is_refused()
    {
        Campus.AddUser("twin", "S124", Student.Email);

        var both = await Call("core_user_get_users_by_field", ("field", "email"), ("values[0]", Student.Email));
        var unclean = await Call("core_user_get_users_by_field", ("field", "username"), ("values[0]", "Quill.I"));

        Assert.Equal(2, both!.AsArray().Count);
        Assert.Equal("invalidparameter", Code(unclean));
    }

    [Fact]
    public async Task Profile_fields_are_set_and_failures_are_warnings_of_their_user()
    {
        var guest = Campus.AddUser("guest", "", "guest@fakecampus.test");
        guest.Kind = MoodleUserKind.Guest;

        var answer = await Call(
            "core_user_update_users", ("users[0][id]", $"{guest.Id}"), ("users[1][id]", $"{Student.Id}"),
            ("users[1][customfields][0][type]", "smlifefactors"), ("users[1][customfields][0][value]", "63"),
            ("users[2][id]", "9999"));

        Assert.Equal(
            ["usernotupdatedguest", "invaliduserid"],
            answer!["warnings"]!.AsArray().Select(one => (string)one!["warningcode"]!));
        Assert.Equal("63", Student.ProfileFields["smlifefactors"]);
        Assert.Equal((1, 0), (Student.Updates, guest.Updates));
    }

    [Fact]
    public async Task A_profile_field_that_is_not_defined_is_ignored_and_counted()
    {
        var answer = await Call(
            "core_user_update_users", ("users[0][id]", $"{Student.Id}"),
            ("users[0][customfields][0][type]", "nosuchfield"), ("users[0][customfields][0][value]", "63"));

        Assert.Empty(answer!["warnings"]!.AsArray());
        Assert.Empty(Student.ProfileFields);
        Assert.Equal(1, Stub.Violations[MoodleStub.UnknownProfileField]);
    }

    [Fact]
    public async Task Every_saved_grade_notifies_the_student()
    {
        Assert.Null(await Save("63", "first"));
        Assert.Null(await Save("63.5", "second"));

        var grade = Assign.Grade(Student)!;
        Assert.Equal((63.5, "second", 2), (grade.Grade, grade.Feedback, grade.Saves));
        Assert.Equal((2, 2), (grade.Notifications, Campus.Notifications));
        Assert.Equal(63.5, grade.FinalGrade);
    }

    [Fact]
    public async Task A_workflow_tells_the_student_only_of_released_grades()
    {
        Assign.UsesMarkingWorkflow = true;

        await Save("63", "x", "readyforrelease");
        Assert.Equal(0, Campus.Notifications);
        await Save("63", "x", "released");

        Assert.Equal(1, Campus.Notifications);
    }

    [Fact]
    public async Task A_teachers_feedback_wiped_or_grade_taken_away_is_counted()
    {
        Assign.SetByTeacher(Student, new MoodleGrade { Grade = 80, Feedback = "see me" });

        await Save("-1", "");

        Assert.Equal(1, Stub.Violations[MoodleStub.WipedFeedback]);
        Assert.Equal(1, Stub.Violations[MoodleStub.ClearedGrade]);
    }

    [Fact]
    public async Task A_call_that_makes_no_sense_is_an_exception()
    {
        var missing = await Call("mod_assign_save_grade", ("assignmentid", $"{Assign.Id}"));
        var unknown = await Call(
            "mod_assign_save_grade", ("assignmentid", "9"), ("userid", "9"), ("grade", "1"), ("attemptnumber", "-1"),
            ("addattempt", "0"), ("workflowstate", ""), ("applytoall", "0"));

        Assert.Equal(["invalidparameter", "invalidrecord"], new[] { missing, unknown }.Select(Code));
        Assert.Empty(Assign.Grades);
    }

    [Theory]
    [InlineData("above the maximum", null)]
    [InlineData("scale", null)]
    [InlineData("rubric", null)]
    [InlineData("locked", null)]
    [InlineData("item locked", null)]
    [InlineData("overridden", 70.0)]
    [InlineData("none", null)]
    [InlineData("anonymous", null)]
    [InlineData("not released", 91.0)]
    [InlineData("not enrolled", null)]
    public async Task A_grade_is_dropped_without_a_word(string condition, double? seen)
    {
        switch (condition)
        {
            case "above the maximum":
                Assign.MaximumGrade = 50;
                break;
            case "scale":
                Assign.GradeType = MoodleGradeType.Scale;
                break;
            case "rubric":
                Assign.UsesAdvancedGrading = true;
                break;
            case "locked":
                Assign.SetByTeacher(Student, new MoodleGrade { IsLocked = true });
                break;
            case "item locked":
                Assign.IsLocked = true;
                break;
            case "overridden":
                Assign.SetByTeacher(Student, new MoodleGrade { OverriddenGrade = 70 });
                break;
            case "none":
                Assign.GradeType = MoodleGradeType.None;
                break;
            case "anonymous":
                Assign.IsAnonymous = true;
                break;
            case "not released":
                Assign.UsesMarkingWorkflow = true;
                break;
            default:
                Assign.Unenrol(Student);
                break;
        }

        Assert.Null(await Save("91", "x", "readyforrelease"));

        Assert.Equal(seen, Assign.SeenByTeacher(Student));
    }

    [Fact]
    public async Task A_released_grade_is_taken_back_by_an_earlier_state()
    {
        Assign.UsesMarkingWorkflow = true;
        await Save("63", "x", "released");
        Assert.Equal(63, Assign.Grade(Student)!.FinalGrade);

        await Save("63", "x", "readyforrelease");

        Assert.Null(Assign.Grade(Student)!.FinalGrade);
        Assert.Equal(1, Stub.Violations[MoodleStub.TookReleaseBack]);
    }

    [Fact]
    public async Task The_grade_book_answers_with_a_number()
    {
        var good = (int)(await Update("63"))!;
        var cut = (int)(await Update("250"))!;
        Assign.HasSeveralItems = true;
        var multiple = (int)(await Update("64"))!;
        (Assign.HasSeveralItems, Assign.IsLocked) = (false, true);
        var locked = (int)(await Update("64"))!;

        Assert.Equal([0, 0, 2, 1], [good, cut, multiple, locked]);
        Assert.Equal(100, Assign.Grade(Student)!.GradebookGrade);
        Assert.Equal((2, 0), (Assign.Grade(Student)!.GradebookUpdates, Campus.Notifications));
    }

    [Fact]
    public async Task The_grade_book_wants_the_course_module_forgets_feedback_and_keeps_an_override()
    {
        Assign.SetByTeacher(Student, new MoodleGrade { OverriddenGrade = 90 });

        var byInstance = await Call(
            "core_grades_update_grades", ("source", "x"), ("courseid", $"{Assign.Course.Id}"), ("component", "mod_assign"),
            ("activityid", $"{Assign.Id}"), ("itemnumber", "0"));
        var good = await Update("63", ("grades[0][str_feedback]", "well"));

        Assert.Equal("invalidcoursemodule", Code(byInstance));
        Assert.Equal(0, (int)good!);
        Assert.Equal((90, ""), (Assign.Grade(Student)!.FinalGrade, Assign.Grade(Student)!.Feedback));
        Assert.Equal(1, Stub.Violations[MoodleStub.IgnoredFeedback]);
    }

    [Theory]
    [InlineData("idnumber", "css-100", 1)]
    [InlineData("shortname", "CSS100-F26", 1)]
    [InlineData("shortname", "other", 0)]
    public async Task A_course_is_found_by_a_field(string field, string value, int count)
    {
        var found = await Call("core_course_get_courses_by_field", ("field", field), ("value", value));

        Assert.Equal(count, found!["courses"]!.AsArray().Count);
    }
}
