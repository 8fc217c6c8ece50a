using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace FakeCampus.Canvas;

/// <summary>The parameters of a submission update, from a JSON or a form body; null what is not there.</summary>
internal sealed record SubmissionUpdate(string? PostedGrade, string? TextComment)
{
    private static readonly SubmissionUpdate s_nothing = new(null, null);

    /// <summary>Reads what it finds. Only JSON that is none is refused; of any other body nothing is understood.</summary>
    public static bool TryRead(CanvasCall call, out SubmissionUpdate update)
    {
        update = s_nothing;
        switch (call.ContentType?.Split(';')[0].Trim().ToLowerInvariant())
        {
            case "application/json":
                return TryReadJson(call.Body, ref update);
            case "application/x-www-form-urlencoded":
                var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(call.Body));
                update = new SubmissionUpdate(
                    form.TryGetValue("submission[posted_grade]", out var grade) ? grade.ToString() : null,
                    form.TryGetValue("comment[text_comment]", out var comment) ? comment.ToString() : null);
                return true;
            default:
                return true;
        }
    }

    private static bool TryReadJson(byte[] body, ref SubmissionUpdate update)
    {
        try
        {
            var root = JsonNode.Parse(body) as JsonObject;
            update = new SubmissionUpdate(
                Scalar((root?["submission"] as JsonObject)?["posted_grade"]), Scalar((root?["comment"] as JsonObject)?["text_comment"]));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Scalar(JsonNode? node) => node?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
