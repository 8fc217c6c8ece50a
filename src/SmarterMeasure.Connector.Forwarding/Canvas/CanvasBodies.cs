using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>The body of a grade. It has no comment on purpose: Canvas appends one at every repetition.</summary>
internal sealed record GradeBody(GradedSubmission Submission);

/// <summary>The graded submission.</summary>
/// <param name="PostedGrade">Points as text: the percent itself, for an assignment that is worth 100 points.</param>
internal sealed record GradedSubmission(string PostedGrade);

/// <summary>What is read of an account, to recognise and to address it. Holds personal data.</summary>
internal sealed record CanvasAccount
{
    /// <summary>Canvas's own number.</summary>
    public required long Id { get; init; }

    /// <summary>The school's id; null when the account has none, or when the token may not see it.</summary>
    public string? SisUserId { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The name that the student logs in with, often the e-mail address.</summary>
    public string? LoginId { get; init; }

    /// <summary>Whether the account goes by exactly this e-mail address.</summary>
    public bool GoesBy(string email) =>
        email.Equals(Email, StringComparison.OrdinalIgnoreCase)
        || email.Equals(LoginId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Says which account it is, and nothing personal.</summary>
    public override string ToString() => $"CanvasAccount {{ Id = {Id} }}";
}

/// <summary>What is read of an error.</summary>
/// <param name="Status">"unauthorized" for a token that is good but may not do this.</param>
internal sealed record CanvasError(string? Status);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(GradeBody))]
[JsonSerializable(typeof(CanvasAccount))]
[JsonSerializable(typeof(CanvasError))]
[JsonSerializable(typeof(IReadOnlyList<CanvasAccount>))]
internal sealed partial class CanvasJson : JsonSerializerContext;
