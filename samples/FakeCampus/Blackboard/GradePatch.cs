using System.Globalization;
using System.Text.Json;

namespace FakeCampus.Blackboard;

/// <summary>The body of a PATCH of a grade: what is not there is not touched. Whatever it sets is an override (swagger).</summary>
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
        return new GradePatch(
            hasScore || (hasText && text is not null), clears, points, text, hasNotes, notes, hasFeedback, feedback, exempt);
    }

    /// <summary>
    /// Whether the column can show it. A text is read as the column shows its grades: in one of percents, 45 is 45 %. Which of text
    /// and score counts where they differ is not documented; here it is the text.
    /// </summary>
    public bool Fits(BlackboardColumn column) =>
        Clears || Text is null || column.Display is BlackboardDisplay.Text or BlackboardDisplay.Tabular
        || double.TryParse(Text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    public BlackboardGrade Apply(BlackboardColumn column, BlackboardGrade before, DateTimeOffset now)
    {
        var after = before with
        {
            Notes = HasNotes ? Notes : before.Notes,
            Feedback = HasFeedback ? Feedback : before.Feedback,
            Exempt = Exempt ?? before.Exempt,
        };
        if (Clears)
            return after with { Score = null, Text = null, Overridden = null };

        return SetsGrade ? Set(column, after) with { Overridden = now } : after;
    }

    private BlackboardGrade Set(BlackboardColumn column, BlackboardGrade grade)
    {
        var score = Score;
        if (Text is not null && double.TryParse(Text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var read))
            score = column.Display == BlackboardDisplay.Percent ? read / 100 * column.Possible : read;

        var text = Text ?? score?.ToString(CultureInfo.InvariantCulture);
        return column.Display == BlackboardDisplay.Text
            ? grade with { Score = null, Text = text }
            : grade with { Score = score, Text = text };
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
