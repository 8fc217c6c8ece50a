using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.Moodle;

/// <summary>Grading an assignment, updating the grade book, and finding courses.</summary>
internal static class GradeFunctions
{
    private const string Ok = "0";
    private const string Failed = "1";
    private const string Multiple = "2";
    private const string Locked = "4";
    private const double NoGrade = -1;

    private static readonly string[] s_workflowStates =
        ["", "notmarked", "inmarking", "readyforreview", "inreview", "readyforrelease", "released"];

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
        if (!s_workflowStates.Contains(state))
            throw MoodleException.InvalidParameter();

        if (stub.Campus.Assign(assignId) is not { } assign || !assign.HasParticipant(userId))
            throw MoodleException.InvalidRecord();

        if (points != NoGrade && (points < 0 || points > assign.MaximumGrade))
            throw MoodleException.InvalidParameter();

        var isTold = !assign.UsesMarkingWorkflow || state == "released";
        var (wiped, cleared) = (false, false);
        assign.Change(userId, before =>
        {
            wiped = feedback is "" && before.Feedback.Length > 0;
            cleared = points == NoGrade && before.Grade is not null;
            double? grade = points == NoGrade ? null : points;
            return before with
            {
                Grade = grade,
                GradebookGrade = assign.IsLocked ? before.GradebookGrade : grade,
                Feedback = feedback ?? before.Feedback,
                WorkflowState = assign.UsesMarkingWorkflow ? state : before.WorkflowState,
                Saves = before.Saves + 1,
                Notifications = before.Notifications + (isTold ? 1 : 0),
            };
        });
        if (wiped)
            stub.Violations.Add(MoodleStub.WipedFeedback);

        if (cleared)
            stub.Violations.Add(MoodleStub.ClearedGrade);

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

        if (assign.IsLocked)
            return StubAnswer.Json(200, Locked);

        if (itemNumber != 0
            || grades.Count == 0
            || grades.Any(one => !assign.HasParticipant(one.Student) || one.Grade < 0 || one.Grade > assign.MaximumGrade))
            return StubAnswer.Json(200, Failed);

        foreach (var (student, grade) in grades)
            assign.Change(student, before => before with
            {
                GradebookGrade = grade,
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
