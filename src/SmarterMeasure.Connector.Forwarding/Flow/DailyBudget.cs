using System.Globalization;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.Flow;

/// <summary>
/// How many calls a target may still get in 24 hours. All processes on one store share them, and a restart gives none
/// back; each takes some in advance, so that not every call asks the store: as many again as it has used, and at most a
/// hundredth, so that no more than this is lost with it. Safe for use from many threads.
/// </summary>
/// <param name="owner">Whose calls they are.</param>
/// <param name="callsPerDay">How many there are.</param>
/// <param name="store">Gives the store that keeps how many were taken.</param>
/// <param name="clock">The time.</param>
#pragma warning disable CA1001 // The semaphore is not disposed: it holds nothing but memory, and a caller may still wait for it.
internal sealed class DailyBudget(string owner, int callsPerDay, Func<ISharedValues> store, TimeProvider clock)
#pragma warning restore CA1001
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(10);

    private readonly string _name = "calls:" + owner;
    private readonly int _mostAtOnce = Math.Max(callsPerDay / 100, 1);
    private readonly SemaphoreSlim _turn = new(1);
    private DateTimeOffset _ends;
    private int _atOnce = 1;
    private int _left;

    /// <summary>Takes one call.</summary>
    /// <exception cref="RestingException">None is left until the day ends, or nobody can tell.</exception>
    public async Task SpendAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_left == 0 || clock.GetUtcNow() >= _ends)
                await TakeAsync(cancel);
            _left--;
        }
        catch (StoreUnavailableException)
        {
            throw new RestingException("store_unavailable", StorePause);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            var (known, now) = (await store().ReadAsync(_name, cancel), clock.GetUtcNow());
            var day = known is null ? new SpentDay(now + Day, 0) : SpentDay.Parse(known);
            // One that ends much later than a day from now was begun by a clock that was ahead.
            if (day.Ends <= now || day.Ends > now + Day + ClockSkew)
                day = new SpentDay(now + Day, 0);
            if (day.Calls >= callsPerDay)
                throw new RestingException("daily_budget_spent", day.Ends - now);

            var taken = Math.Min(_atOnce, callsPerDay - day.Calls);
            if (await store().ReplaceAsync(_name, known, (day with { Calls = day.Calls + taken }).ToString(), cancel))
            {
                (_ends, _left, _atOnce) = (day.Ends, taken, Math.Min(_atOnce * 2, _mostAtOnce));
                return;
            }
        }
    }

    /// <summary>How many calls of a day were taken, as the store keeps it.</summary>
    private readonly record struct SpentDay(DateTimeOffset Ends, int Calls)
    {
        public static SpentDay Parse(string text) => text.Split(' ') is [var ends, var calls]
            ? new SpentDay(
                DateTimeOffset.Parse(ends, CultureInfo.InvariantCulture), int.Parse(calls, CultureInfo.InvariantCulture))
            : throw new FormatException("The calls of a day are not readable.");

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ends:O} {Calls}");
    }
}
