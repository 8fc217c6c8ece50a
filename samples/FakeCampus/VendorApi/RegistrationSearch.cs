namespace FakeCampus.VendorApi;

/// <summary>
/// Finds the registrations of a filter in the order in which they were made. A client asks for page after page of the same
/// rows, so the last few findings are kept for as long as they hold. Safe for use from many threads.
/// </summary>
internal sealed class RegistrationSearch(VendorApiCampus campus)
{
    private const int Kept = 8;

    private readonly Queue<(string Key, long Version, long Now, VendorRegistration[] Rows)> _found = [];
    private readonly Lock _lock = new();
    private (long Version, long[] Times, int[] Rows)? _byUpdate;

    /// <param name="key">The filter as text: the same text means the same filter.</param>
    /// <param name="now">The time as of which the registrations are seen.</param>
    /// <param name="updated">The inclusive bounds of the last update; null for any.</param>
    /// <param name="matches">The rest of the filter.</param>
    public VendorRegistration[] Find(
        string key, long now, (long From, long Until)? updated, Func<VendorRegistration, bool> matches)
    {
        lock (_lock)
        {
            // Past the last event nothing changes any more with time.
            var version = campus.Version;
            var settled = now >= campus.Last;
            var moment = settled ? campus.Last : now;
            foreach (var found in _found)
            {
                if (found.Version == version && found.Now == moment && found.Key == key)
                    return found.Rows;
            }

            var candidates = settled && updated is { } range ? UpdatedWithin(version, moment, range) : campus.All;
            VendorRegistration[] rows =
            [
                .. candidates.Where(one => one.Created <= moment
                    && (updated is not var (from, until)
                        || (one.UpdatedAt(moment) is { } at && at >= from && at <= until))
                    && matches(one)),
            ];
            if (_found.Count == Kept)
                _found.Dequeue();

            _found.Enqueue((key, version, moment, rows));
            return rows;
        }
    }

    private IEnumerable<VendorRegistration> UpdatedWithin(long version, long now, (long From, long Until) range)
    {
        var all = campus.All;
        if (_byUpdate is not { } index || index.Version != version)
        {
            var rows = Enumerable.Range(0, all.Length).ToArray();
            var times = Array.ConvertAll(rows, row => all[row].UpdatedAt(now) ?? long.MinValue);
            Array.Sort(times, rows);
            _byUpdate = index = (version, times, rows);
        }

        var first = LowerBound(index.Times, range.From);
        var end = range.Until == long.MaxValue ? index.Times.Length : LowerBound(index.Times, range.Until + 1);
        if (end <= first)
            return [];

        var within = index.Rows[first..end];
        Array.Sort(within);
        return within.Select(row => all[row]);
    }

    private static int LowerBound(long[] times, long least)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] < least)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
