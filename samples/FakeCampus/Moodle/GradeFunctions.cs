using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.Moodle;

/// <summary>Grading an assignment, updating the grade book, and finding courses.</summary>
internal static class GradeFunctions
{
    private const string Ok = "0";
    private const string Failed = "1";
    private const string Multiple = "2";
    private const double NoGrade = -1;

    public static StubAnswer SaveGrade(MoodleStub stub, PhpFields call)
    {
        call.Only(
            "assignmentid", "userid", "grade", "attemptnumber", "addattempt", "workflowstate", "applytoall", "plugindata");
        var (assignId, userId, points) = (call["assignmentid"].Integer, call["userid"].Integer, call["grade"].Number);
        _ = (call["attemptnumber"].Integer, call["addattempt"].Flag, call["applytoall"].Flag);
        var state = call["workflowstate"].Text;
        var feedback = call.Optional("plugindata")?.Optional("assignfeedbackcomments_editor") is { } editor
            ? editor["text"].Text
            : null;

        // PARAM_ALPHA: any letters are a state, also one that the workflow does not have (observed).
        if (!state.All(char.IsAsciiLetter))
            throw MoodleException.InvalidParameter();

        if (stub.Campus.Assign(assignId) is not { } assign)
            throw MoodleException.InvalidRecord();

        stub.RequireEnrolment(assign.Course.Id);
        if (!assign.HasParticipant(userId))
            stub.Violations.Add(MoodleStub.GhostGrade);
        var before = assign.Grades.GetValueOrDefault(userId);
        if (feedback is "" && before?.Feedback.Length > 0)
            stub.Violations.Add(MoodleStub.WipedFeedback);
        if (points == NoGrade && before?.Grade is not null)
            stub.Violations.Add(MoodleStub.ClearedGrade);
        if (assign.UsesMarkingWorkflow && before is { WorkflowState: "released" } && state != "released")
            stub.Violations.Add(MoodleStub.TookReleaseBack);

        assign.Save(userId, points, state, feedback, MoodleStub.AccountId, stub.Clock.GetUtcNow());
        return StubAnswer.Json(200, "null");
    }

    public static StubAnswer UpdateGrades(MoodleStub stub, PhpFields call)
    {
        call.Only("source", "courseid", "component", "activityid", "itemnumber", "grades", "itemdetails");
        _ = call["source"].Text;
        var (courseId, moduleId, itemNumber) =
            (call["courseid"].Integer, call["activityid"].Integer, call["itemnumber"].Integer);
        if (call["component"].Text != "mod_assign"
            || stub.Campus.AssignOfModule(moduleId) is not { } assign
            || assign.Course.Id != courseId)
            throw MoodleException.Of("invalidcoursemodule", "Invalid course module ID");

        List<(long Student, double Grade)> grades = [];
        foreach (var one in call.Optional("grades")?.Items ?? [])
        {
            one.Only("studentid", "grade", "str_feedback");
            if (one.Optional("str_feedback") is not null)
                stub.Violations.Add(MoodleStub.IgnoredFeedback);

            grades.Add((one["studentid"].Integer, one["grade"].Number));
        }

        if (assign.HasSeveralItems)
            return StubAnswer.Json(200, Multiple);

        // 1 for a locked item; 0 for all else, also for what is cut, seen by nobody, or goes into a new item (observed).
        if (assign.IsLocked)
            return StubAnswer.Json(200, Failed);

        if (itemNumber != 0)
            return StubAnswer.Json(200, Ok);

        foreach (var (student, grade) in grades)
            assign.Change(student, before => before with
            {
                GradebookGrade = Math.Clamp(grade, 0, assign.MaximumGrade),
                GradebookUpdates = before.GradebookUpdates + 1,
            });

        return StubAnswer.Json(200, Ok);
    }

    public static StubAnswer GetCourses(MoodleStub stub, PhpFields call)
    {
        var value = call.Only("field", "value")["value"].Text;
        Func<MoodleCourse, string> key = call["field"].Text switch
        {
            "id" => course => course.Id.ToString(CultureInfo.InvariantCulture),
            "idnumber" => course => course.IdNumber,
            "shortname" => course => course.ShortName,
            _ => throw MoodleException.InvalidParameter(),
        };
        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("courses");
            foreach (var course in stub.Campus.Courses.Where(course => key(course) == value))
            {
                json.WriteStartObject();
                json.WriteNumber("id", course.Id);
                json.WriteString("fullname", course.FullName);
                json.WriteString("shortname", course.ShortName);
                json.WriteString("idnumber", course.IdNumber);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("warnings");
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
