using System.Globalization;
using System.Text.Json;

namespace FakeCampus.Blackboard;

/// <summary>The body of a PATCH of a grade, read strictly: what is not there is not touched.</summary>
internal sealed record GradePatch(
    bool SetsGrade, bool Clears, double? Score, string? Text, bool HasNotes, string? Notes, bool HasFeedback,
    string? Feedback, bool? Exempt)
{
    private static readonly string[] s_known =
        ["text", "score", "notes", "feedback", "exempt", "corrupt", "gradeNotationId"];

    public bool Annotates => Notes is not null || Feedback is not null;

    /// <summary>The patch; null when a member is unknown or of another kind.</summary>
    public static GradePatch? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || body.EnumerateObject().Any(member => !s_known.Contains(member.Name)))
            return null;

        var hasScore = body.TryGetProperty("score", out var score);
        if ((hasScore && score.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null))
            || !TryReadText(body, "text", out var hasText, out var text)
            || !TryReadText(body, "notes", out var hasNotes, out var notes)
            || !TryReadText(body, "feedback", out var hasFeedback, out var feedback))
            return null;

        bool? exempt = null;
        if (body.TryGetProperty("exempt", out var flag))
        {
            if (flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return null;

            exempt = flag.GetBoolean();
        }

        var clears = (hasScore && score.ValueKind == JsonValueKind.Null) || text is "" or "-";
        double? points = hasScore && score.ValueKind == JsonValueKind.Number ? score.GetDouble() : null;
        if (!clears && points is null && text is not null)
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed))
                return null;

            points = parsed;
        }

        return new GradePatch(
            hasScore || (hasText && text is not null), clears, points, text, hasNotes, notes, hasFeedback, feedback, exempt);
    }

    public BlackboardGrade Apply(BlackboardGrade before, DateTimeOffset now)
    {
        var after = before with
        {
            Notes = HasNotes ? Notes : before.Notes,
            Feedback = HasFeedback ? Feedback : before.Feedback,
            Exempt = Exempt ?? before.Exempt,
        };
        if (Clears)
            return after with { Score = null, Text = null, Overridden = null };

        return SetsGrade
            ? after with
            {
                Score = Score,
                Text = Text ?? Score?.ToString(CultureInfo.InvariantCulture),
                Overridden = now,
            }
            : after;
    }

    private static bool TryReadText(JsonElement body, string name, out bool isThere, out string? text)
    {
        text = null;
        isThere = body.TryGetProperty(name, out var value);
        if (!isThere || value.ValueKind == JsonValueKind.Null)
            return true;

        if (value.ValueKind != JsonValueKind.String)
            return false;

        text = value.GetString();
        return true;
    }
}
