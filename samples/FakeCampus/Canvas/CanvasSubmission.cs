using System.Collections.Immutable;

namespace FakeCampus.Canvas;

/// <summary>One student's state in one assignment at one moment.</summary>
public sealed record CanvasSubmission(long Id, long AssignmentId, long UserId)
{
    public string? Grade { get; init; }

    public decimal? Score { get; init; }

    public DateTimeOffset? GradedAt { get; init; }

    /// <summary>Grows by one with every update, also with one that changes nothing.</summary>
    public int Versions { get; init; }

    /// <summary>Every comment of every call: Canvas appends and never replaces.</summary>
    public ImmutableList<string> Comments { get; init; } = [];
}
