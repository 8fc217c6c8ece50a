using FakeCampus.Serving;

namespace FakeCampus.Brightspace;

/// <summary>The shapes in which the routes of Brightspace tell an error.</summary>
public enum BrightspaceErrorStyle
{
    /// <summary><c>application/problem+json</c>, on many routes.</summary>
    Problem,

    /// <summary><c>{"Errors":[{"Message":…}]}</c>, on old routes.</summary>
    ErrorList,

    /// <summary>No body at all.</summary>
    Empty,

    /// <summary>A page for people.</summary>
    Html,
}

internal static class BrightspaceErrors
{
    public static StubAnswer Make(BrightspaceErrorStyle style, int status, string detail) => style switch
    {
        BrightspaceErrorStyle.Empty => StubAnswer.Empty(status),
        BrightspaceErrorStyle.Html => StubAnswer.Html(status, $"{status} - Error"),
        BrightspaceErrorStyle.ErrorList => StubAnswer.Json(status, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("Errors");
            json.WriteStartObject();
            json.WriteString("Message", detail);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }),
        _ => StubAnswer.Json(
            status,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("type", "http://docs.valence.desire2learn.com/res/apiprop.html#error");
                json.WriteString("title", $"Error {status}");
                json.WriteNumber("status", status);
                json.WriteString("detail", detail);
                json.WriteEndObject();
            },
            "application/problem+json"),
    };
}
