using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.XApi;

/// <summary>The error bodies of a learning record store; they name places, never values.</summary>
internal static class XApiErrors
{
    public static StubAnswer Unauthorized() =>
        Message(401, "Unauthorized").With("WWW-Authenticate", "Basic realm=\"xAPI\"");

    public static StubAnswer Warning(int status, string warning) => StubAnswer.Json(
        status, new JsonObject { ["errorId"] = NewId(), ["warnings"] = new JsonArray(warning) }.ToJsonString());

    public static StubAnswer Message(int status, string message) => StubAnswer.Json(
        status, new JsonObject { ["errorId"] = NewId(), ["message"] = message }.ToJsonString());

    private static string NewId() => Guid.NewGuid().ToString();
}
