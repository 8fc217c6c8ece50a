using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>The body of a grade. It has no comment on purpose: Canvas appends one at every repetition.</summary>
internal sealed record GradeBody(GradedSubmission Submission);

/// <summary>The graded submission.</summary>
/// <param name="PostedGrade">The percentage with its sign, or "complete".</param>
internal sealed record GradedSubmission(string PostedGrade);

/// <summary>The body of a cell of a custom gradebook column; without the wrapper Canvas answers 500.</summary>
internal sealed record ColumnBody(ColumnData ColumnData);

/// <summary>The cell.</summary>
/// <param name="Content">The text that instructors see; never blank, which would delete the cell.</param>
internal sealed record ColumnData(string Content);

/// <summary>The body of a user's custom data.</summary>
/// <param name="Ns">The namespace.</param>
/// <param name="Data">What stands at the path.</param>
internal sealed record CustomDataBody(string Ns, CustomDataResult Data);

/// <summary>A result as custom data.</summary>
internal sealed record CustomDataResult
{
    /// <summary>The calculated percentage.</summary>
    public decimal? Percent { get; init; }

    /// <summary>"pass", "fail" or "question".</summary>
    public string? Readiness { get; init; }

    /// <summary>When the section was scored.</summary>
    public string? Scored { get; init; }

    /// <summary>Whether the assessment is complete.</summary>
    public bool? Complete { get; init; }
}

/// <summary>The body of an assignment that is made; without the wrapper Canvas answers 400.</summary>
internal sealed record NewAssignmentBody(NewAssignment Assignment);

/// <summary>An assignment of our own: a percentage outside of the final grade, with nothing to hand in.</summary>
internal sealed record NewAssignment
{
    /// <summary>Its name, by which it is found again.</summary>
    public required string Name { get; init; }

    /// <summary>Nothing is handed in.</summary>
    public IReadOnlyList<string> SubmissionTypes { get; } = ["none"];

    /// <summary>What a full grade is worth.</summary>
    public int PointsPossible { get; } = 100;

    /// <summary>How grades are shown.</summary>
    public string GradingType { get; } = "percent";

    /// <summary>The vendor calls its results diagnostic.</summary>
    public bool OmitFromFinalGrade { get; } = true;

    /// <summary>What is not published cannot be graded.</summary>
    public bool Published { get; } = true;
}

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

    /// <summary>Whether the account goes by exactly this e-mail address, as its address or as its login.</summary>
    public bool GoesBy(string email) =>
        email.Equals(Email, StringComparison.OrdinalIgnoreCase)
        || email.Equals(LoginId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Says which account it is, and nothing personal.</summary>
    public override string ToString() => $"CanvasAccount {{ Id = {Id} }}";
}

/// <summary>What is read of an error.</summary>
/// <param name="Status">There for a token that is good but may not do this: "unauthorized", or a translation of it.</param>
internal sealed record CanvasError(string? Status);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GradeBody))]
[JsonSerializable(typeof(ColumnBody))]
[JsonSerializable(typeof(CustomDataBody))]
[JsonSerializable(typeof(CanvasAccount))]
[JsonSerializable(typeof(NewAssignmentBody))]
[JsonSerializable(typeof(CanvasAssignment))]
[JsonSerializable(typeof(IReadOnlyList<CanvasAssignment>))]
[JsonSerializable(typeof(CanvasError))]
[JsonSerializable(typeof(IReadOnlyList<CanvasAccount>))]
[JsonSerializable(typeof(CanvasSubmission))]
[JsonSerializable(typeof(CanvasCell))]
[JsonSerializable(typeof(IReadOnlyList<CanvasStudentGrades>))]
[JsonSerializable(typeof(IReadOnlyList<CanvasColumn>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>))]
internal sealed partial class CanvasJson : JsonSerializerContext;
