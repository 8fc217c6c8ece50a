namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>Allows something once per interval, so that a flood of requests is no flood of log lines. Thread-safe.</summary>
internal sealed class Pace(TimeProvider time, TimeSpan interval)
{
    private readonly Lock _lock = new();
    private long? _last;

    public bool Allows()
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last, now) < interval)
                return false;

            _last = now;
            return true;
        }
    }
}
