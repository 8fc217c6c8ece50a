using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace FakeCampus.Canvas;

/// <summary>The parameters of a submission update, from a JSON or a form body.</summary>
internal sealed record SubmissionUpdate(string? PostedGrade, string? TextComment)
{
    public static SubmissionUpdate? Read(CanvasCall call)
    {
        var mediaType = call.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        return mediaType switch
        {
            "application/json" => FromJson(call.Body),
            "application/x-www-form-urlencoded" => FromForm(Encoding.UTF8.GetString(call.Body)),
            _ => null,
        };
    }

    private static SubmissionUpdate? FromForm(string body)
    {
        var form = QueryHelpers.ParseQuery(body);
        var update = new SubmissionUpdate(Value("submission[posted_grade]"), Value("comment[text_comment]"));
        return update.PostedGrade is null && update.TextComment is null ? null : update;

        string? Value(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    private static SubmissionUpdate? FromJson(byte[] body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject root)
                return null;

            var grade = (root["submission"] as JsonObject)?["posted_grade"];
            var comment = (root["comment"] as JsonObject)?["text_comment"];
            return grade is null && comment is null ? null : new SubmissionUpdate(Scalar(grade), Scalar(comment));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Scalar(JsonNode? node) => node?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
