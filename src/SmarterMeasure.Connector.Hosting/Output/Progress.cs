using SmarterMeasure.Connector.Hosting.CommandLine;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>
/// Tells a person how far long work is, in one line that is written over and wiped at the end. Silent when nobody watches.
/// Safe for use from many threads.
/// </summary>
internal sealed class Progress(Terminal terminal, TimeProvider time, string what, long? total = null) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private long _shownAt = time.GetTimestamp();
    private long _count;
    private long? _total = total;
    private int _width;

    /// <summary>Counts one more.</summary>
    public void Advance() => Advance(1, _total);

    /// <summary>Counts some more, of as many as there are by now.</summary>
    public void Advance(int more, long? of)
    {
        if (!terminal.ShowsProgress)
            return;

        lock (_gate)
        {
            _count += more;
            _total = of;
            if (time.GetElapsedTime(_shownAt) < Pause)
                return;

            _shownAt = time.GetTimestamp();
            var line = _total is { } all ? $"{_count} of {all} {what}" : $"{_count} {what}";
            terminal.Error.Write("\r" + line.PadRight(_width));
            _width = line.Length;
        }
    }

    public void Dispose()
    {
        if (_width > 0)
            terminal.Error.Write("\r" + new string(' ', _width) + "\r");
        _width = 0;
    }
}
