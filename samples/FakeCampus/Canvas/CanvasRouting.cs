namespace FakeCampus.Canvas;

/// <summary>Which call a request is, and the scope that a developer key needs for it.</summary>
internal static class CanvasRouting
{
    private const string Course = "/api/v1/courses/:course_id/";

    public static CanvasAnswer Answer(CanvasCall call)
    {
        if (Find(call) is not var (route, answer))
            return CanvasErrors.NoSuchRoute();

        return call.Campus.Scopes is { } scopes && !scopes.Contains($"url:{call.Method}|{route}") ? CanvasErrors.OutOfScope() : answer();
    }

    private static (string Route, Func<CanvasAnswer> Answer)? Find(CanvasCall call) => (call.Method, call.Target.Segments) switch
    {
        ("GET", ["api", "v1", "users", var user, "profile"]) =>
            ("/api/v1/users/:user_id/profile", () => UserRoutes.Profile(call, user)),
        ("PUT", ["api", "v1", "users", var user, "custom_data", { Length: > 0 } path]) =>
            ("/api/v1/users/:user_id/custom_data(/*scope)", () => ColumnRoutes.PutCustomData(call, user, path)),
        ("GET", ["api", "v1", "accounts", "self", "users"]) =>
            ("/api/v1/accounts/:account_id/users", () => UserRoutes.Search(call)),
        (_, ["api", "v1", "courses", var course, ..]) => FindInCourse(call, course, [.. call.Target.Segments.Skip(4)]),
        _ => null,
    };

    private static (string Route, Func<CanvasAnswer> Answer)? FindInCourse(CanvasCall call, string course, string[] rest) =>
        (call.Method, rest) switch
        {
            ("GET", ["permissions"]) => (Course + "permissions", () => CourseRoutes.Permissions(call, course)),
            ("GET", ["users"]) => (Course + "users", () => CourseRoutes.Users(call, course)),
            ("GET", ["assignments"]) => (Course + "assignments", () => AssignmentRoutes.List(call, course)),
            ("POST", ["assignments"]) => (Course + "assignments", () => AssignmentRoutes.Create(call, course)),
            ("GET", ["assignments", var id]) => (Course + "assignments/:id", () => AssignmentRoutes.Get(call, course, id)),
            ("GET", ["assignments", var id, "submissions", var user]) => (
                Course + "assignments/:assignment_id/submissions/:user_id", () => SubmissionRoutes.Get(call, course, id, user)),
            ("PUT", ["assignments", var id, "submissions", var user]) => (
                Course + "assignments/:assignment_id/submissions/:user_id", () => SubmissionRoutes.Put(call, course, id, user)),
            ("GET", ["students", "submissions"]) => (Course + "students/submissions", () => StudentSubmissions.List(call, course)),
            ("GET", ["custom_gradebook_columns"]) => (Course + "custom_gradebook_columns", () => ColumnRoutes.List(call, course)),
            ("PUT", ["custom_gradebook_columns", var column, "data", var user]) => (
                Course + "custom_gradebook_columns/:id/data/:user_id", () => ColumnRoutes.PutCell(call, course, column, user)),
            _ => null,
        };
}
