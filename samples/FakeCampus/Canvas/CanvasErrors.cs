namespace FakeCampus.Canvas;

/// <summary>The error bodies of Canvas.</summary>
internal static class CanvasErrors
{
    private static int s_lastReport = 500;

    public static CanvasAnswer NotFound() =>
        Errors(404, "The specified resource does not exist.", code: "not_found", report: true);

    public static CanvasAnswer NoSuchRoute() =>
        CanvasAnswer.Text(404, "text/html; charset=utf-8", "<!DOCTYPE html><html><body><h1>Page Not Found</h1></body></html>");

    public static CanvasAnswer BadRequest(string message) => Errors(400, message);

    /// <summary>The body of a grade that cannot be understood.</summary>
    public static CanvasAnswer Grade(string message) => Error(400, message);

    public static CanvasAnswer NoToken() => Errors(401, "user authorization required", status: "unauthenticated")
        .With("WWW-Authenticate", "Bearer realm=\"canvas-lms\"");

    public static CanvasAnswer InvalidToken() => Errors(401, "Invalid access token.")
        .With("WWW-Authenticate", "Bearer realm=\"canvas-lms\"");

    public static CanvasAnswer ExpiredToken() => Errors(401, "Expired access token.")
        .With("WWW-Authenticate", "Bearer realm=\"canvas-lms\"");

    public static CanvasAnswer Denied(CanvasCampus campus) =>
        Errors(campus.DeniedStatus, "user not authorized to perform that action", status: campus.DeniedWord);

    /// <summary>A call outside the scopes: neither a challenge nor a status (observed).</summary>
    public static CanvasAnswer OutOfScope() => Errors(401, "Insufficient scopes on access token.");

    /// <summary>submissions_api_controller.rb, for_students.</summary>
    public static CanvasAnswer InvalidAssignmentIds() => Error(403, "invalid assignment ids requested");

    /// <summary>A refusal of the token endpoint.</summary>
    public static CanvasAnswer OAuth(int status, string error, string description)
    {
        var answer = CanvasAnswer.Json(status, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", error);
            json.WriteString("error_description", description);
            json.WriteEndObject();
        });
        return status == 401 ? answer.With("WWW-Authenticate", "Canvas OAuth 2.0") : answer;
    }

    public static CanvasAnswer Internal() =>
        Errors(500, "An error occurred.", code: "internal_server_error", report: true);

    public static CanvasAnswer BadGateway() => CanvasAnswer.Text(
        502, "text/html", "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n");

    private static CanvasAnswer Error(int httpStatus, string message) => CanvasAnswer.Json(httpStatus, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", message);
        json.WriteEndObject();
    });

    private static CanvasAnswer Errors(
        int httpStatus, string message, string? status = null, string? code = null, bool report = false) =>
        CanvasAnswer.Json(httpStatus, json =>
        {
            json.WriteStartObject();
            if (status is not null)
                json.WriteString("status", status);

            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("message", message);
            if (code is not null)
                json.WriteString("error_code", code);

            json.WriteEndObject();
            json.WriteEndArray();
            if (report)
                json.WriteNumber("error_report_id", Interlocked.Increment(ref s_lastReport));

            json.WriteEndObject();
        });
}
