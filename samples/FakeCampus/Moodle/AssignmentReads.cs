using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.Moodle;

/// <summary>What tells the truth about assignments and grades; shapes as in mod/assign/externallib.php and grade/report/user.</summary>
internal static class AssignmentReads
{
    public static StubAnswer GetAssignments(MoodleStub stub, PhpFields call)
    {
        call.Only("courseids", "capabilities", "includenotenrolledcourses");
        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("courses");
            foreach (var course in stub.Campus.Courses.Where(course => !stub.NotEnrolledIn.Contains(course.Id)))
            {
                json.WriteStartObject();
                json.WriteNumber("id", course.Id);
                json.WriteString("fullname", course.FullName);
                json.WriteString("shortname", course.ShortName);
                json.WriteStartArray("assignments");
                foreach (var assign in stub.Campus.Assigns.Where(assign => assign.Course == course))
                {
                    json.WriteStartObject();
                    json.WriteNumber("id", assign.Id);
                    json.WriteNumber("cmid", assign.CourseModuleId);
                    json.WriteNumber("course", course.Id);
                    json.WriteString("name", assign.Name);
                    json.WriteNumber("grade", assign.GradeSetting);
                    json.WriteNumber("teamsubmission", 0);
                    json.WriteNumber("blindmarking", assign.IsAnonymous ? 1 : 0);
                    json.WriteNumber("revealidentities", 0);
                    json.WriteNumber("markingworkflow", assign.UsesMarkingWorkflow ? 1 : 0);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteNoWarnings(json);
            json.WriteEndObject();
        });
    }

    public static StubAnswer GetModule(MoodleStub stub, PhpFields call)
    {
        if (stub.Campus.AssignOfModule(call.Only("cmid")["cmid"].Integer) is not { } assign)
            throw MoodleException.InvalidRecord();

        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("cm");
            json.WriteNumber("id", assign.CourseModuleId);
            json.WriteNumber("course", assign.Course.Id);
            json.WriteString("name", assign.Name);
            json.WriteString("modname", "assign");
            json.WriteNumber("instance", assign.Id);
            json.WriteString("idnumber", assign.IdNumber);
            json.WriteEndObject();
            WriteNoWarnings(json);
            json.WriteEndObject();
        });
    }

    public static StubAnswer GetParticipant(MoodleStub stub, PhpFields call)
    {
        call.Only("assignid", "userid", "embeduser");
        var (assign, user) = (Assign(stub, call["assignid"].Integer), call["userid"].Integer);
        if (!assign.HasParticipant(user))
            throw MoodleException.Of("usernotincourse", "This user is not enrolled in this course");

        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", user);
            json.WriteBoolean("submitted", false);
            json.WriteBoolean("requiregrading", false);
            json.WriteEndObject();
        });
    }

    public static StubAnswer GetUserFlags(MoodleStub stub, PhpFields call)
    {
        var assigns = call.Only("assignmentids")["assignmentids"].Items.Select(one => Assign(stub, one.Integer)).ToList();
        return ForEach(assigns, "userflags", (json, assign) =>
        {
            foreach (var (user, grade) in assign.Grades.Where(_ => assign.UsesMarkingWorkflow))
            {
                json.WriteStartObject();
                json.WriteNumber("userid", user);
                json.WriteNumber("locked", 0);
                json.WriteString("workflowstate", grade.WorkflowState);
                json.WriteEndObject();
            }
        });
    }

    public static StubAnswer GetGrades(MoodleStub stub, PhpFields call)
    {
        call.Only("assignmentids", "since");
        var assigns = call["assignmentids"].Items.Select(one => Assign(stub, one.Integer)).ToList();
        var since = call.Optional("since")?.Integer ?? 0;
        return ForEach(assigns, "grades", (json, assign) =>
        {
            foreach (var (user, grade) in assign.Grades.Where(each => each.Value.ModifiedAt.ToUnixTimeSeconds() >= since && each.Value.Grade is not null))
            {
                json.WriteStartObject();
                json.WriteNumber("userid", user);
                json.WriteNumber("attemptnumber", 0);
                json.WriteNumber("timemodified", grade.ModifiedAt.ToUnixTimeSeconds());
                json.WriteNumber("grader", grade.Grader);
                json.WriteString("grade", grade.Grade!.Value.ToString("0.00000", CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }
        });
    }

    // "graderaw" is the final grade: an override shows. Rows of people who are not enrolled are there too.
    public static StubAnswer GetGradeItems(MoodleStub stub, PhpFields call)
    {
        call.Only("courseid", "userid", "groupid");
        var course = call["courseid"].Integer;
        stub.RequireEnrolment(course);
        List<MoodleAssign> assigns = [.. stub.Campus.Assigns.Where(assign => assign.Course.Id == course)];
        var users = call.Optional("userid") is { } only && only.Integer != 0
            ? [only.Integer]
            : stub.Campus.Users.Select(user => user.Id).Where(user => assigns.Exists(assign => assign.HasParticipant(user)));
        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("usergrades");
            foreach (var user in users)
            {
                json.WriteStartObject();
                json.WriteNumber("courseid", course);
                json.WriteNumber("userid", user);
                json.WriteStartArray("gradeitems");
                foreach (var assign in assigns)
                    WriteItem(json, assign, assign.Grades.GetValueOrDefault(user));

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteNoWarnings(json);
            json.WriteEndObject();
        });
    }

    private static void WriteItem(System.Text.Json.Utf8JsonWriter json, MoodleAssign assign, MoodleGrade? grade)
    {
        if (assign.GradeType == MoodleGradeType.None)
            return;

        json.WriteStartObject();
        json.WriteString("itemname", assign.Name);
        json.WriteString("itemtype", "mod");
        json.WriteString("itemmodule", "assign");
        json.WriteNumber("iteminstance", assign.Id);
        json.WriteNumber("cmid", assign.CourseModuleId);
        json.WriteString("idnumber", assign.IdNumber);
        if (grade?.FinalGrade is { } final)
            json.WriteNumber("graderaw", final);
        else
            json.WriteNull("graderaw");

        json.WriteNumber("gradedategraded", grade?.ModifiedAt.ToUnixTimeSeconds() ?? 0);
        json.WriteBoolean("gradeislocked", assign.IsLocked || grade?.IsLocked == true);
        json.WriteBoolean("gradeisoverridden", grade?.OverriddenGrade is not null);
        json.WriteNumber("grademin", 0);
        json.WriteNumber("grademax", assign.GradeType == MoodleGradeType.Scale ? assign.ScaleItems : assign.MaximumGrade);
        json.WriteEndObject();
    }

    private static MoodleAssign Assign(MoodleStub stub, long id)
    {
        var assign = stub.Campus.Assign(id) ?? throw MoodleException.InvalidRecord();
        stub.RequireEnrolment(assign.Course.Id);
        return assign;
    }

    private static StubAnswer ForEach(
        List<MoodleAssign> assigns, string list, Action<System.Text.Json.Utf8JsonWriter, MoodleAssign> write) => StubAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("assignments");
        foreach (var assign in assigns)
        {
            json.WriteStartObject();
            json.WriteNumber("assignmentid", assign.Id);
            json.WriteStartArray(list);
            write(json, assign);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteNoWarnings(json);
        json.WriteEndObject();
    });

    private static void WriteNoWarnings(System.Text.Json.Utf8JsonWriter json)
    {
        json.WriteStartArray("warnings");
        json.WriteEndArray();
    }
}
