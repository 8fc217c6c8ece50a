using System.Text.Json;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>What is read of one student's grade in one assignment.</summary>
internal sealed record CanvasSubmission
{
    /// <summary>The student, by Canvas's number.</summary>
    public long? UserId { get; init; }

    /// <summary>The assignment.</summary>
    public long? AssignmentId { get; init; }

    /// <summary>What counts and what is shown, in points; after a deduction for lateness.</summary>
    public decimal? Score { get; init; }

    /// <summary>What was given, before any deduction; null on an older Canvas too.</summary>
    public decimal? EnteredScore { get; init; }

    /// <summary>The grade as the assignment shows it.</summary>
    public string? Grade { get; init; }

    /// <summary>Whether a teacher excused the student.</summary>
    public bool? Excused { get; init; }

    /// <summary>Who gave the grade: negative for a process, null for nobody.</summary>
    public long? GraderId { get; init; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset? GradedAt { get; init; }

    /// <summary>Since when the student may see it; null while it is hidden.</summary>
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>The assignment as it is now; null where the developer key drops include parameters.</summary>
    public CanvasAssignment? Assignment { get; init; }

    /// <summary>In the answer to a write: the submissions of all who were graded with it.</summary>
    public IReadOnlyList<CanvasSubmission>? AllSubmissions { get; init; }

    /// <summary>The submission of a student. A group's answer may tell of another of the group.</summary>
    public CanvasSubmission? Of(string user) =>
        IsOf(user) ? this : AllSubmissions?.FirstOrDefault(one => one.IsOf(user));

    private bool IsOf(string user) => UserId is { } id && $"{id}" == user;
}

/// <summary>What is read of one student's grades in several assignments.</summary>
internal sealed record CanvasStudentGrades
{
    /// <summary>The student, by Canvas's number.</summary>
    public required long UserId { get; init; }

    /// <summary>The school's id of the student now; null when there is none, or when the token may not see it.</summary>
    public string? SisUserId { get; init; }

    /// <summary>The grades.</summary>
    public IReadOnlyList<CanvasSubmission>? Submissions { get; init; }

    /// <summary>Says whose they are, and nothing personal.</summary>
    public override string ToString() => $"CanvasStudentGrades {{ UserId = {UserId} }}";
}

/// <summary>What is read of a custom gradebook column.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Hidden">Whether instructors have hidden it.</param>
internal sealed record CanvasColumn(long Id, string? Title, bool? Hidden);

/// <summary>What is read of the answer to a cell that was set.</summary>
/// <param name="Content">What stands in it.</param>
/// <param name="Errors">What is wrong with it; then nothing was set, although the answer is 200.</param>
internal sealed record CanvasCell(string? Content, JsonElement? Errors);
