namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Gathers results by their sections until there are enough for a call.</summary>
internal sealed class VerifyBatches
{
    private readonly SortedDictionary<string, List<DeliveredResult>> _sections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The deliveries that wait.</summary>
    public IReadOnlyList<long> Waiting => [.. _sections.Values.SelectMany(each => each).Select(each => each.DeliveryId).Order()];

    /// <summary>Adds a result.</summary>
    public void Add(DeliveredResult delivered)
    {
        if (!_sections.TryGetValue(delivered.Result.Section, out var waiting))
            _sections.Add(delivered.Result.Section, waiting = []);
        waiting.Add(delivered);
    }

    /// <summary>Takes what makes a full call.</summary>
    /// <param name="size">How many results a call takes.</param>
    /// <param name="isLast">Whether to take what is left, too: no more will come.</param>
    public IEnumerable<(string Section, IReadOnlyList<DeliveredResult> Results)> Take(int size, bool isLast)
    {
        foreach (var (section, waiting) in _sections)
        {
            while (waiting.Count >= size || (isLast && waiting.Count > 0))
            {
                var batch = waiting[..Math.Min(size, waiting.Count)];
                waiting.RemoveRange(0, batch.Count);
                yield return (section, batch);
            }
        }
    }
}
