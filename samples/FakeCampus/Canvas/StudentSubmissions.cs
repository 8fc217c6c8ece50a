namespace FakeCampus.Canvas;

/// <summary>The submissions of several students in several assignments (submissions_api_controller.rb, for_students).</summary>
internal static class StudentSubmissions
{
    private const int MaximumStudents = 100;

    public static CanvasAnswer List(CanvasCall call, string courseId)
    {
        if (call.Course(courseId) is not { } course)
            return CanvasErrors.NotFound();
        if (!call.MayAct)
            return CanvasErrors.Denied(call.Campus);
        if (ListQuery.Read(call, out var query) is { } refusal)
            return refusal;

        var students = call.Values("student_ids");
        var users = students.Contains("all") ? [.. course.Students] : students.Select(call.User).OfType<CanvasUser>().ToList();

        // One who is not in the course, and all of them are refused.
        if (users.Exists(user => !course.HasStudent(user)) || (!students.Contains("all") && users.Count < students.Count))
            return CanvasErrors.Denied(call.Campus);
        if (!students.Contains("all") && users.Count > MaximumStudents)
            return CanvasErrors.Grade("too many students");

        var asked = call.Values("assignment_ids");
        var assignments = course.Assignments
            .Where(one => one.Published && (asked.Count == 0 || asked.Contains($"{one.Id}"))).ToList();
        if (asked.Count > assignments.Count)
            return CanvasErrors.InvalidAssignmentIds();

        if (call.Query.ContainsKey("grouped"))
            return Grouped(call, course, query, users, assignments);

        // Each student has a submission of each assignment, also one that was never touched, which has no number here.
        var submissions = users.SelectMany(user => assignments.Select(one => course.Submission(one, user)))
            .Where(one => one.Id > 0).OrderBy(one => one.Id);
        return ListPage.Of(call, $"/api/v1/courses/{course.Id}/students/submissions", query, submissions, one => one.Id, static (json, one) =>
        {
            json.WriteStartObject();
            SubmissionJson.WriteMembers(json, one);
            json.WriteEndObject();
        });
    }

    private static CanvasAnswer Grouped(
        CanvasCall call, CanvasCourse course, ListQuery query, IEnumerable<CanvasUser> users, IReadOnlyList<CanvasAssignment> assignments) =>
        ListPage.Of(
            call, $"/api/v1/courses/{course.Id}/students/submissions", query, users.DistinctBy(user => user.Id).OrderBy(user => user.Id),
            user => user.Id, (json, user) =>
            {
                json.WriteStartObject();
                json.WriteNumber("user_id", user.Id);
                json.WriteString("sis_user_id", call.Campus.Directory.ById(user.Id)?.SisUserId);
                json.WriteStartArray("submissions");
                foreach (var submission in assignments.Select(one => course.Submission(one, user)))
                {
                    json.WriteStartObject();
                    SubmissionJson.WriteMembers(json, submission);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
}
