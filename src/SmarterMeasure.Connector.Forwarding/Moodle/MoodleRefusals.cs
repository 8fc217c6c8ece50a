using System.Collections.Concurrent;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>
/// The sections whose function, or whose course, Moodle refuses to the token's account: they rest, the others go on. Safe for use
/// from many threads.
/// </summary>
internal sealed class MoodleRefusals(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (DeliveryOutcome Outcome, long At)> _refused = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a section's delivery comes to while it rests; null when it may be tried.</summary>
    public DeliveryOutcome? Of(string section)
    {
        if (!_refused.TryGetValue(section, out var known))
            return null;

        var left = known.Outcome.After!.Value - clock.GetElapsedTime(known.At);
        return left > TimeSpan.Zero ? DeliveryOutcome.Blocked(known.Outcome.Reason!, left) : null;
    }

    /// <summary>Lets a section rest if it was refused.</summary>
    public void Note(string section, DeliveryOutcome outcome)
    {
        if (outcome is { State: DeliveryState.Blocked, After: not null } && outcome.Reason!.StartsWith("refused:", StringComparison.Ordinal))
            _refused[section] = (outcome, clock.GetTimestamp());
    }
}
