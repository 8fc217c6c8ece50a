using System.Collections.Concurrent;

namespace FakeCampus.Serving;

/// <summary>
/// Counts, by name, what a well-behaved client never does; most real systems let it pass. Safe for use from many threads.
/// </summary>
public sealed class Violations
{
    /// <summary>A request came before the time that a throttled answer had named.</summary>
    public const string SentWhileThrottled = nameof(SentWhileThrottled);

    /// <summary>A watched secret or a watched person's name stood in a URL.</summary>
    public const string PersonalDataInUrl = nameof(PersonalDataInUrl);

    /// <summary>A refresh token that had been replaced was used again.</summary>
    public const string ReusedRefreshToken = nameof(ReusedRefreshToken);

    /// <summary>A client assertion came with the <c>jti</c> of an earlier one.</summary>
    public const string ReusedAssertion = nameof(ReusedAssertion);

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _watched = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many of every kind.</summary>
    public int Total => _counts.Sum(count => count.Value);

    /// <summary>The counts by name; what never happened is not there.</summary>
    public IReadOnlyDictionary<string, int> All => _counts.ToDictionary(StringComparer.Ordinal);

    /// <summary>How many of one kind.</summary>
    public int this[string name] => _counts.GetValueOrDefault(name);

    /// <summary>Counts one.</summary>
    public void Add(string name) => _counts.AddOrUpdate(name, 1, (_, count) => count + 1);

    /// <summary>Names texts (keys, tokens, people's names) that must not stand in any URL.</summary>
    public void Watch(params IEnumerable<string> texts)
    {
        foreach (var text in texts.Where(text => text.Length > 0))
            _watched[text] = true;
    }

    internal void InspectUrl(string target)
    {
        if (_watched.IsEmpty)
            return;

        var text = Uri.UnescapeDataString(target.Replace('+', ' '));
        foreach (var (watched, _) in _watched)
        {
            if (!text.Contains(watched, StringComparison.OrdinalIgnoreCase))
                continue;

            Add(PersonalDataInUrl);
            return;
        }
    }
}
