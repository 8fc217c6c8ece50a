using Npgsql;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// The time that all nodes share, in Unix milliseconds: the database server's, read now and then and carried on between
/// by the node's own monotonic clock. When the server's clock is set, the nodes that see it agree to go on as before:
/// a lease or a delay lasts as long as it was meant to. Safe for use from many threads.
/// </summary>
/// <param name="time">The node's clock.</param>
/// <param name="server">Stands for the server's clock in tests.</param>
internal sealed class StoreClock(TimeProvider time, Func<DateTimeOffset>? server = null)
{
    /// <summary>Smaller steps are the daily work of a time service, and do no harm.</summary>
    private const long Tolerance = 2_000;

    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private volatile Reading? _last;

    /// <summary>The time, after asking the server if that was long ago.</summary>
    public async ValueTask<long> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (_last is not { } last || time.GetElapsedTime(last.Ticks) > Refresh)
            _last = last = await AskAsync(connection, _last, cancel);

        return At(last, time.GetTimestamp());
    }

    /// <summary>The store's time of a time of the node's own clock, such as one that was made of now and a delay.</summary>
    public long Convert(long now, DateTimeOffset local) => now + (long)(local - time.GetUtcNow()).TotalMilliseconds;

    private long At(Reading reading, long ticks) =>
        reading.Time + (long)time.GetElapsedTime(reading.Ticks, ticks).TotalMilliseconds;

    private async Task<Reading> AskAsync(NpgsqlConnection connection, Reading? last, CancellationToken cancel)
    {
        while (true)
        {
            var (read, asked) = await ReadServerAsync(connection, cancel);
            var jump = last is null ? 0 : Jump(last, read, asked);
            if (jump == 0 || read.Generation != last!.Generation || IsOfThisNode(last, read, jump))
                return read;

            await using var correct = new StatementBatch(connection)
                .Add("UPDATE clock SET offset_ms = offset_ms - $1, generation = generation + 1 WHERE generation = $2")
                .Bind(jump).Bind(read.Generation);
            await correct.ExecuteAsync(cancel); // Without effect if another node was faster.
        }
    }

    private long Jump(Reading last, Reading read, long asked)
    {
        if (read.Time < At(last, asked) - Tolerance)
            return read.Time - At(last, asked);

        return read.Time > At(last, read.Ticks) + Tolerance ? read.Time - At(last, read.Ticks) : 0;
    }

    /// <summary>
    /// Whether this node slept: its wall clock has gone on with the server's, while its monotonic one stood still.
    /// </summary>
    private bool IsOfThisNode(Reading last, Reading read, long jump) =>
        jump > 0 && read.Wall - last.Wall
            - (long)time.GetElapsedTime(last.Ticks, read.Ticks).TotalMilliseconds > jump / 2;

    private async Task<(Reading Read, long Asked)> ReadServerAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var asked = time.GetTimestamp();
        await using var ask = new StatementBatch(connection)
            .Add("SELECT coalesce($1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint) + offset_ms, generation FROM clock")
            .BindNumber(server?.Invoke().ToUnixTimeMilliseconds());
        var rows = await ask.ReadAsync(static row => (row.Integer(0), row.Count(1)), cancel);
        var (now, generation) = rows[0];
        return (
            new Reading(time.GetTimestamp(), now, time.GetUtcNow().ToUnixTimeMilliseconds(), generation), asked);
    }

    /// <summary>What the clocks showed at one moment.</summary>
    private sealed record Reading(long Ticks, long Time, long Wall, int Generation);
}
