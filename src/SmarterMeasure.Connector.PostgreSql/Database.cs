using Npgsql;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Runs operations: each on a connection of its own, over again where others were in the way, and with errors as the
/// store's callers know them. What was lost with a connection is made anew by the next operation. Safe for use from
/// many threads.
/// </summary>
internal sealed class Database(DatabaseServer server, StoreClock clock, WorkSignals signals)
{
    private const int Attempts = 5;

    private volatile bool _isUpToDate;
    private volatile bool _isReadable;

    /// <summary>Does work that changes something, after bringing the tables up to date if nobody has.</summary>
    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        RunAsync(server.OpenAsync, BringUpToDateAsync, work, cancel);

    /// <summary>The same, on the connection of the one who accepts.</summary>
    public Task<T> AcceptAsync<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        RunAsync(server.OpenForAcceptingAsync, BringUpToDateAsync, work, cancel);

    /// <summary>Does work that changes nothing. Makes no tables.</summary>
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        RunAsync(server.OpenAsync, CheckAsync, work, cancel);

    /// <summary>Frees the pages of what was removed. Takes as long as the tables are large.</summary>
    public Task VacuumAsync(CancellationToken cancel) => WriteAsync(
        async session =>
        {
            foreach (var table in (string[])["event", "event_body", "delivery", "lane", "account_map"])
            {
                await using var vacuum = session.Batch(Timeout.InfiniteTimeSpan).Add($"VACUUM {table}");
                await vacuum.ExecuteAsync(session.Cancel);
            }

            return true;
        },
        cancel);

    private async Task<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<NpgsqlConnection>> open,
        Func<NpgsqlConnection, CancellationToken, Task> prepare,
        Func<Session, Task<T>> work,
        CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await open(cancel);
                await prepare(connection, cancel);
                var session = new Session(connection, clock, await clock.ReadAsync(connection, cancel), cancel);
                var result = await work(session);
                signals.Announce(session.HasReadyEvent, session.ReadyDestinations);
                return result;
            }
            catch (Exception failure) when (PostgreSqlErrors.IsOfOtherTransactions(failure) && attempt < Attempts)
            {
                // Undone as a whole: once more from the start.
            }
            catch (ObjectDisposedException failure) when (failure.ObjectName.Contains("DataSource", StringComparison.Ordinal))
            {
                throw new StoreUnavailableException("The store is closed.");
            }
            catch (Exception failure) when (PostgreSqlErrors.IsOfDatabase(failure))
            {
                if (PostgreSqlErrors.IsOfSchema(failure))
                    _isUpToDate = _isReadable = false;

                cancel.ThrowIfCancellationRequested();
                throw PostgreSqlErrors.AsUnavailable(failure);
            }
        }
    }

    private async Task BringUpToDateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (_isUpToDate)
            return;

        await Schema.BringUpToDateAsync(connection, server.Schema, cancel);
        _isUpToDate = _isReadable = true;
    }

    private async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (_isReadable)
            return;

        await Schema.CheckAsync(connection, server.Schema, cancel);
        _isReadable = true;
    }
}
