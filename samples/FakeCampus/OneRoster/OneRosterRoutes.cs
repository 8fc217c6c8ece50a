using System.Text.Json;
using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.OneRoster;

/// <summary>Scope, route, shape, references: the way of a request to roster and gradebook.</summary>
internal sealed class OneRosterRoutes(
    OneRosterCampus campus, Func<StubRequest, IReadOnlyCollection<string>?> scopesOf, Action<string> violated)
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public StubAnswer Answer(StubRequest request)
    {
        if (scopesOf(request) is not { } scopes)
            return OneRosterErrors.Unauthorised();

        if (!RawTarget.TryParse(request.Target, out var target))
            return OneRosterErrors.NotFound();

        return target.Segments switch
        {
            ["ims", "oneroster", "rostering", "v1p2", "users"] => request.Method != "GET"
                ? OneRosterErrors.MethodNotAllowed()
                : MayListUsers(scopes)
                    ? OneRosterUsers.List(campus, request)
                    : OneRosterErrors.Forbidden(),
            ["ims", "oneroster", "gradebook", "v1p2", "assessmentLineItems", { Length: > 0 } id] =>
                Record(request, scopes, "assessmentLineItem", id),
            ["ims", "oneroster", "gradebook", "v1p2", "assessmentResults"] => request.Method != "GET"
                ? OneRosterErrors.MethodNotAllowed()
                : scopes.Contains(OneRosterScopes.AssessmentRead)
                    ? OneRosterResults.List(campus, request)
                    : OneRosterErrors.Forbidden(),
            ["ims", "oneroster", "gradebook", "v1p2", "assessmentResults", { Length: > 0 } id] =>
                Record(request, scopes, "assessmentResult", id),
            _ => OneRosterErrors.NotFound(),
        };
    }

    private bool MayListUsers(IReadOnlyCollection<string> scopes)
    {
        var (core, full) = (scopes.Contains(OneRosterScopes.RosterCoreRead), scopes.Contains(OneRosterScopes.RosterRead));
        return campus.NeedsBothRosterScopes ? core && full : core || full;
    }

    private StubAnswer Record(StubRequest request, IReadOnlyCollection<string> scopes, string kind, string id)
    {
        if (campus.IsPersonal(id))
            violated(OneRosterStub.PersonalSourcedId);

        return request.Method switch
        {
            "GET" => scopes.Contains(OneRosterScopes.AssessmentRead) ? Get(kind, id) : OneRosterErrors.Forbidden(),
            "PUT" => scopes.Contains(OneRosterScopes.AssessmentPut)
                ? Put(request, kind, id)
                : OneRosterErrors.Forbidden(),
            _ => OneRosterErrors.MethodNotAllowed(),
        };
    }

    private StubAnswer Get(string kind, string id) =>
        (kind == "assessmentResult" ? campus.FindResult(id) : campus.FindLineItem(id)) is { } found
            ? StubAnswer.Json(200, new JsonObject { [kind] = JsonObject.Create(found.Content.Clone()) }.ToJsonString())
            : OneRosterErrors.NotFound();

    private StubAnswer Put(StubRequest request, string kind, string id)
    {
        if (request.MediaType != "application/json")
            return OneRosterErrors.Unprocessable("The content must be application/json.");

        JsonElement body;
        try
        {
            body = JsonElement.Parse(request.Body, s_strict);
        }
        catch (JsonException)
        {
            return OneRosterErrors.Unprocessable("The body is not JSON.");
        }

        if (body.ValueKind != JsonValueKind.Object
            || body.EnumerateObject().Count() != 1
            || !body.TryGetProperty(kind, out var content))
        {
            return OneRosterErrors.Unprocessable($"The body must hold {kind} and nothing else.");
        }

        var shape = kind == "assessmentResult" ? OneRosterSchema.Result : OneRosterSchema.LineItem;
        if (shape.Fault(content) is { } fault)
            return OneRosterErrors.Unprocessable($"{kind}: {fault} is missing, unknown or not valid.");

        if (content.GetProperty("sourcedId").GetString() != id)
            return OneRosterErrors.Unprocessable("sourcedId differs from the id of the path.");

        if ((kind == "assessmentResult" ? ResultFault(content) : LineItemFault(content, id)) is { } reference)
            return OneRosterErrors.Unprocessable($"{kind}: {reference}");

        var isNew = kind == "assessmentResult" ? campus.PutResult(id, content) : campus.PutLineItem(id, content);
        return StubAnswer.Empty(isNew ? 201 : campus.ReplacedStatus);
    }

    private string? LineItemFault(JsonElement content, string id)
    {
        if (Reference(content, "parentAssessmentLineItem") is { } parent
            && (parent == id || campus.FindLineItem(parent) is null))
        {
            return "parentAssessmentLineItem refers to nothing.";
        }

        if (content.TryGetProperty("class", out _) || content.TryGetProperty("scoreScale", out _))
            return "class or scoreScale refers to nothing.";

        return Number(content, "resultValueMin") > Number(content, "resultValueMax")
            ? "resultValueMin is above resultValueMax."
            : null;
    }

    private string? ResultFault(JsonElement content)
    {
        if (campus.Users.All(user => user.SourcedId != Reference(content, "student")))
            return "student refers to nothing.";

        if (campus.FindLineItem(Reference(content, "assessmentLineItem")!) is not { } lineItem)
            return "assessmentLineItem refers to nothing.";

        if (content.TryGetProperty("scoreScale", out _))
            return "scoreScale refers to nothing.";

        if (campus.Keeping.Clamps)
            return null;

        var score = Number(content, "score");
        return score < Number(lineItem.Content, "resultValueMin") || score > Number(lineItem.Content, "resultValueMax")
            ? "score is outside the values of the line item."
            : null;
    }

    private static string? Reference(JsonElement content, string name) =>
        content.TryGetProperty(name, out var reference) ? reference.GetProperty("sourcedId").GetString() : null;

    private static double? Number(JsonElement content, string name) =>
        content.TryGetProperty(name, out var number) ? number.GetDouble() : null;
}
