using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.Ethos;

/// <summary>The error bodies of Ethos Integration.</summary>
internal sealed class EthosErrors(EthosCampus campus)
{
    public StubAnswer BadRequest(string message) => Error(400, "Validation.Exception", message);

    public StubAnswer RecordLocked() => Error(400, "Global.Internal.Error", "The record is locked by another user.");

    public StubAnswer Unauthorized() => Error(401, "Access.Denied", "The token is missing, unknown or expired.");

    public StubAnswer Forbidden(string permission) =>
        Error(403, "Permission.Denied", $"The permission {permission} is missing.");

    public StubAnswer NotFound() => Error(404, "GUID.Not.Found", "There is no such resource.");

    public StubAnswer MethodNotAllowed() => Error(405, "Method.Not.Allowed", "The method is not supported.");

    public StubAnswer NotAcceptable() =>
        Error(406, "Not.Acceptable", "The requested version of the resource is not supported.");

    public StubAnswer UnsupportedMediaType() =>
        Error(415, "Unsupported.Media.Type", "The version of the content is not supported.");

    public StubAnswer Internal() => Error(500, "Global.Internal.Error", "The request could not be handled.");

    public StubAnswer Busy() => Error(429, "Too.Many.Requests", "Too many requests.");

    public StubAnswer CreatedWithoutAnswer() =>
        Error(500, "Global.Internal.Error", "Record created. Error building response. Retrieve the record to see it.");

    private StubAnswer Error(int status, string code, string message)
    {
        var errors = new JsonArray(new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["sourceId"] = "",
            ["code"] = code,
            ["description"] = "Unspecified error on the system which prevented execution.",
            ["message"] = message,
        });
        JsonNode body = campus.HasBareErrors ? errors : new JsonObject { ["errors"] = errors };
        return StubAnswer.Json(status, body.ToJsonString());
    }
}
