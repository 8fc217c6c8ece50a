using System.Diagnostics;
using System.Globalization;

namespace SmarterMeasure.Connector.Benchmarks;

/// <summary>
/// A stopwatch over several operations in turn: block by block, so that a busy minute of the machine meets all of them
/// alike. An operation's time is the median over its blocks; a ratio is the median of the ratios within each round.
/// </summary>
internal sealed class Interleaved
{
    private const int Rounds = 401;

    // Shorter than a time slice, so that on a busy machine most blocks are run without a break.
    private static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<string, double[]> _nanoseconds = [];
    private readonly Dictionary<string, double> _bytes = [];

    private Interleaved()
    {
    }

    /// <summary>Measures the operations, each given a number of repetitions.</summary>
    /// <param name="warmUp">How long each is run before; under JIT long enough for its last tier.</param>
    /// <param name="operations">The operations by name.</param>
    public static Interleaved Measure(TimeSpan warmUp, params (string Name, Action<int> Repeat)[] operations)
    {
        var measured = new Interleaved();
        var counts = new Dictionary<string, int>();
        foreach (var (name, repeat) in operations)
        {
            counts[name] = Calibrate(repeat, warmUp);
            measured._nanoseconds[name] = new double[Rounds];
            var before = GC.GetAllocatedBytesForCurrentThread();
            repeat(1000);
            measured._bytes[name] = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, repeat) in operations)
            {
                var start = Stopwatch.GetTimestamp();
                repeat(counts[name]);
                measured._nanoseconds[name][round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / counts[name];
            }
        }

        foreach (var (name, _) in operations)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-24} median {measured.Nanoseconds(name),9:F1} ns, least {measured._nanoseconds[name].Min(),9:F1} ns, {measured.Bytes(name),7:F0} B"));
        }

        return measured;
    }

    /// <summary>Median time of one operation.</summary>
    public double Nanoseconds(string name) => Figures.Median(_nanoseconds[name]);

    /// <summary>Bytes that one operation allocates.</summary>
    public double Bytes(string name) => _bytes[name];

    /// <summary>How many times as fast as its peer an operation is.</summary>
    public double Speedup(string name, string peer) =>
        Figures.Median(_nanoseconds[peer].Zip(_nanoseconds[name], static (theirs, ours) => theirs / ours));

    private static int Calibrate(Action<int> repeat, TimeSpan warmUp)
    {
        var clock = Stopwatch.StartNew();
        var count = 0;
        while (clock.Elapsed < warmUp)
        {
            repeat(100);
            count += 100;
        }

        return Math.Max(1, (int)(count * (BlockTime / clock.Elapsed)));
    }
}
