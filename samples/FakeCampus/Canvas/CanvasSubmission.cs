using System.Collections.Immutable;

namespace FakeCampus.Canvas;

/// <summary>One student's state in one assignment at one moment.</summary>
public sealed record CanvasSubmission(long Id, long AssignmentId, long UserId)
{
    public string? Grade { get; init; }

    /// <summary>What counts: after a deduction for lateness.</summary>
    public decimal? Score { get; init; }

    /// <summary>What the course's late policy took off; null when nothing was handed in late.</summary>
    public decimal? PointsDeducted { get; init; }

    /// <summary>What was given, before any deduction.</summary>
    public decimal? EnteredScore => Score + (PointsDeducted ?? 0);

    public DateTimeOffset? GradedAt { get; init; }

    /// <summary>Who gave the grade; negative for a process, null for nobody yet.</summary>
    public long? GraderId { get; init; }

    public bool IsExcused { get; init; }

    /// <summary>Since when the student may see the grade; null while it is hidden.</summary>
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>Grows by one with every update, also with one that changes nothing.</summary>
    public int Versions { get; init; }

    /// <summary>Every comment of every call: Canvas appends and never replaces.</summary>
    public ImmutableList<string> Comments { get; init; } = [];

    // submission.rb, inferred_workflow_state: a grade that was taken back leaves it graded.
    internal string WorkflowState => GradedAt is null ? "unsubmitted" : "graded";
}
