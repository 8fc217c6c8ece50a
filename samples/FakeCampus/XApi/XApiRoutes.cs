using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.XApi;

/// <summary>The statements resource: who asks, under which version, with what.</summary>
internal sealed class XApiRoutes(XApiStore store, Action<string> violated)
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public StubAnswer Answer(StubRequest request)
    {
        // The one resource that everybody may read (xAPI-Communication.md, 2.8).
        if (request.Path == "/xAPI/about" && store.Versions.Count > 0)
        {
            return StubAnswer.Json(200, new JsonObject
            {
                ["version"] = new JsonArray([.. store.Versions.Select(each => JsonValue.Create(each))]),
            }.ToJsonString());
        }

        if (request.Path != "/xAPI/statements")
            return XApiErrors.Message(404, "No such resource");

        if (Account(request) is not { } account)
            return XApiErrors.Unauthorized();

        if (request.Header("X-Experience-API-Version") is not { Length: > 0 } version)
            return XApiErrors.Warning(400, "Missing required value in 'header.X-Experience-API-Version'");

        if (!XApiText.IsVersion(version))
            return XApiErrors.Warning(400, "Unsupported version in 'header.X-Experience-API-Version'");

        var answered = version.StartsWith('2') ? "2.0.0" : "1.0.3";
        return Serve(request, account, answered).With("X-Experience-API-Version", answered);
    }

    private StubAnswer Serve(StubRequest request, XApiAccount account, string version) => request.Method switch
    {
        "GET" when !account.MayRead => XApiErrors.Message(403, "Forbidden"),
        "GET" when XApiList.IsAsked(request) => XApiList.Answer(store, request),
        _ when FormFields.Parse(request.Query).All.Any(field => field.Key is not ("statementId" or "voidedStatementId")) =>
            XApiErrors.Warning(400, "Unknown query parameter"),
        "PUT" or "POST" when !account.MayWrite => XApiErrors.Message(403, "Forbidden"),
        "PUT" or "POST" when request.Body.Length > store.MaxBodyBytes => XApiErrors.Message(413, "Body too large"),
        "GET" => Get(request),
        "PUT" => Put(request, account, version),
        "POST" => Post(request, account, version),
        _ => XApiErrors.Message(405, "Method not allowed"),
    };

    // One that is voided is found as such only (xAPI-Communication.md, 2.1.3 and 2.1.4).
    private StubAnswer Get(StubRequest request)
    {
        var isVoided = FormFields.Parse(request.Query)["voidedStatementId"] is not null;
        if (StatementId(request, isVoided ? "voidedStatementId" : "statementId") is not { } id)
            return XApiErrors.Warning(400, "Missing or invalid 'query.statementId'");

        return store.Find(id) is { } statement && statement.IsVoided == isVoided
            ? StubAnswer.Json(200, XApiList.Told(statement).ToJsonString())
                .With("X-Experience-API-Consistent-Through", XApiList.Text(store.Clock.GetUtcNow()))
                .With("Last-Modified", statement.Stored.ToString("R", CultureInfo.InvariantCulture))
            : XApiErrors.Message(404, "No such statement");
    }

    private StubAnswer Put(StubRequest request, XApiAccount account, string version)
    {
        if (StatementId(request) is not { } id)
            return XApiErrors.Warning(400, "Missing or invalid 'query.statementId'");

        if (Read(request, out var body) is { } unreadable)
            return unreadable;

        if (body is not JsonObject statement)
            return XApiErrors.Warning(400, "Expected one statement");

        if (StatementRules.Fault(statement) is { } fault)
            return XApiErrors.Warning(400, fault);

        if (statement["id"] is { } inside && Guid.Parse(inside.GetValue<string>()) != id)
            return XApiErrors.Warning(400, "The ids of 'statement' and 'query' differ");

        Inspect([statement]);
        return store.Store([(id, statement)], version, account) is null
            ? StubAnswer.Empty(204)
            : Conflict();
    }

    private StubAnswer Post(StubRequest request, XApiAccount account, string version)
    {
        if (request.Query.Length > 0)
            return XApiErrors.Warning(400, "Unknown query parameter");

        if (Read(request, out var body) is { } unreadable)
            return unreadable;

        List<(Guid Id, JsonObject Sent)> batch = [];
        foreach (var each in body is JsonArray array ? [.. array] : (JsonNode?[])[body])
        {
            if (each is not JsonObject statement)
                return XApiErrors.Warning(400, "Expected a statement or an array of them");

            if (StatementRules.Fault(statement) is { } fault)
                return XApiErrors.Warning(400, fault);

            var id = statement["id"] is { } given ? Guid.Parse(given.GetValue<string>()) : Guid.NewGuid();
            batch.Add((id, statement));
        }

        if (batch.DistinctBy(each => each.Id).Count() < batch.Count)
            return XApiErrors.Warning(400, "The same id stands twice in the batch");

        Inspect(batch.Select(each => each.Sent));
        if (store.Store(batch, version, account) is not null)
            return Conflict();

        var ids = new JsonArray([.. batch.Select(each => JsonValue.Create(each.Id.ToString()))]);
        return StubAnswer.Json(200, ids.ToJsonString());
    }

    private StubAnswer Conflict() => store.ConflictStatus == 409
        ? XApiErrors.Message(409, "A statement with this id is conflicting")
        : StubAnswer.Empty(store.ConflictStatus);

    private void Inspect(IEnumerable<JsonObject> statements)
    {
        foreach (var statement in statements)
        {
            if (ActorRules.NamesMailbox(statement["actor"]))
                violated(XApiStub.MboxUsed);
        }
    }

    private XApiAccount? Account(StubRequest request)
    {
        if (request.Authorization("Basic") is not { } basic)
            return null;

        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(basic));
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? null : store.Account(pair[..colon], pair[(colon + 1)..]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static StubAnswer? Read(StubRequest request, out JsonNode? body)
    {
        body = null;
        if (request.MediaType != "application/json")
            return XApiErrors.Warning(400, "Unsupported value in 'header.Content-Type'");

        try
        {
            body = JsonNode.Parse(request.Body, documentOptions: s_strict);
            return null;
        }
        catch (JsonException)
        {
            return XApiErrors.Warning(400, "Invalid JSON in 'body'");
        }
    }

    private static Guid? StatementId(StubRequest request, string name = "statementId") =>
        Guid.TryParseExact(FormFields.Parse(request.Query)[name], "D", out var id) ? id : null;
}
