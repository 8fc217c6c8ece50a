using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>What a run found. Ids only, nothing personal.</summary>
internal sealed record VerifyReport
{
    /// <summary>How many differences are listed; the others are only counted.</summary>
    public const int MaxListed = 1_000;

    /// <summary>The destination's name.</summary>
    public required string Destination { get; init; }

    /// <summary>The section that was asked for; null for all.</summary>
    public string? Section { get; init; }

    /// <summary>When it began; of one that was broken off, the first time.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many results were compared.</summary>
    public long Compared { get; init; }

    /// <summary>How many of them stand.</summary>
    public long Same { get; init; }

    /// <summary>In place of how many something else stands.</summary>
    public long Changed { get; init; }

    /// <summary>In place of how many nothing stands.</summary>
    public long Missing { get; init; }

    /// <summary>How many stand with another account than the student's.</summary>
    public long OtherStudent { get; init; }

    /// <summary>Of how many nobody can tell.</summary>
    public long Unknown { get; init; }

    /// <summary>How many are delivered again.</summary>
    public long Redelivered { get; init; }

    /// <summary>What does not stand, one by one; the first <see cref="MaxListed"/> of them.</summary>
    public IReadOnlyList<VerifyDifference> Differences { get; init; } = [];

    /// <summary>What kept sections from being compared.</summary>
    public IReadOnlyList<VerifyFault> Faults { get; init; } = [];

    /// <summary>Whether everything stands.</summary>
    [JsonIgnore]
    public bool IsAllSame => Same == Compared && Faults.Count == 0;

    /// <summary>How many differences are not listed.</summary>
    public long Unlisted => Compared - Same - Differences.Count;

    /// <summary>With what a call found, and did.</summary>
    public VerifyReport Plus(VerifyStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return this with
        {
            Compared = Compared + step.Compared,
            Same = Same + step.Compared - step.Differences.Count,
            Changed = Changed + step.Count(StandingKind.Changed),
            Missing = Missing + step.Count(StandingKind.Missing),
            OtherStudent = OtherStudent + step.Count(StandingKind.OtherStudent),
            Unknown = Unknown + step.Count(StandingKind.Unknown),
            Redelivered = Redelivered + step.Differences.Count(one => one.IsRedelivered),
            Differences = [.. Differences, .. step.Differences.Take(MaxListed - Differences.Count)],
            Faults = step.Fault is { } fault && !Faults.Contains(fault) ? [.. Faults, fault] : Faults,
        };
    }
}

/// <summary>A delivered result that does not stand.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Section">The section's code.</param>
/// <param name="Kind">What stands in its place.</param>
/// <param name="ChangedBy">Who changed it, as an id of the destination's; null when it does not tell.</param>
/// <param name="ChangedAt">When; null when the destination does not tell.</param>
/// <param name="IsRedelivered">Whether it is delivered again.</param>
internal sealed record VerifyDifference(
    long Id, string Section, StandingKind Kind, string? ChangedBy, DateTimeOffset? ChangedAt, bool IsRedelivered)
{
    /// <summary>Whether it may be delivered again: what a person changed is respected.</summary>
    [JsonIgnore]
    public bool IsRepairable => Kind is StandingKind.Missing or StandingKind.OtherStudent;
}

/// <summary>Why a section could not be compared.</summary>
/// <param name="Section">The section's code.</param>
/// <param name="Reason">A reason code.</param>
internal sealed record VerifyFault(string Section, string Reason);

/// <summary>What one call to the destination came to.</summary>
/// <param name="Compared">How many results it was about.</param>
/// <param name="Differences">Those that do not stand.</param>
/// <param name="Fault">Why nothing could be compared; null when it could.</param>
internal sealed record VerifyStep(int Compared, IReadOnlyList<VerifyDifference> Differences, VerifyFault? Fault = null)
{
    /// <summary>How many are of a kind.</summary>
    public int Count(StandingKind kind) => Differences.Count(one => one.Kind == kind);
}
