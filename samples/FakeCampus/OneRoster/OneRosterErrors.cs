using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.OneRoster;

/// <summary>The imsx status bodies of OneRoster 1.2.</summary>
internal static class OneRosterErrors
{
    public static StubAnswer Unauthorised() =>
        Error(401, "unauthorisedrequest", "The token is missing, unknown or expired.")
            .With("WWW-Authenticate", "Bearer");

    public static StubAnswer Forbidden() => Error(403, "forbidden", "The scope of the token does not allow this.");

    public static StubAnswer NotFound() => Error(404, "unknownobject", "There is no such object.");

    public static StubAnswer MethodNotAllowed() => Error(405, "invaliddata", "The method is not supported.");

    public static StubAnswer BadFilter() => Error(400, "invalid_filter_field", "The filter is not supported.");

    public static StubAnswer BadSelection(string what) => Error(400, "invalid_selection_field", what);

    public static StubAnswer Unprocessable(string what) => Error(422, "invaliddata", what);

    public static StubAnswer Internal() =>
        Error(500, "internal_server_error", "The request could not be handled.");

    public static StubAnswer Busy() => Error(429, "server_busy", "The server is receiving too many requests.");

    private static StubAnswer Error(int status, string minor, string about) => StubAnswer.Json(status, new JsonObject
    {
        ["imsx_codeMajor"] = "failure",
        ["imsx_severity"] = "error",
        ["imsx_description"] = about,
        ["imsx_CodeMinor"] = new JsonObject
        {
            ["imsx_codeMinorField"] = new JsonArray(new JsonObject
            {
                ["imsx_codeMinorFieldName"] = "TargetEndSystem",
                ["imsx_codeMinorFieldValue"] = minor,
            }),
        },
    }.ToJsonString());
}
