using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>A look at a mistyped place, or a change to it, says that nothing is there, and makes no empty database.</summary>
public sealed class AbsentFileTests : IAsyncLifetime
{
    private static readonly Envelope Envelope = new() { CallbackId = "a", Event = "e", UserId = "71" };

    private readonly SqliteDatabase _nowhere = new();
    private SqliteStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = _nowhere.NewStore();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _nowhere.DisposeAsync();
    }

    [Fact]
    public Task A_listing_of_events() =>
        RefusesAsync(async () => await _store.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel));

    [Fact]
    public Task A_reading_of_events() =>
        RefusesAsync(async () => await _store.Events.ReadAsync(EventFilter.All, Cancel).ToListAsync(Cancel));

    [Fact]
    public Task A_listing_of_deliveries() =>
        RefusesAsync(async () => await _store.Deliveries.ListAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel));

    [Fact]
    public Task A_reading_of_deliveries() =>
        RefusesAsync(async () => await _store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel));

    [Fact]
    public Task A_replay() => RefusesAsync(() => _store.Events.ReplayAsync(1, Envelope, Cancel));

    [Fact]
    public Task A_discard_of_an_event() => RefusesAsync(() => _store.Events.DiscardAsync(1, Cancel));

    [Fact]
    public Task A_retry() => RefusesAsync(() => _store.Deliveries.RetryAsync(1, Cancel));

    [Fact]
    public Task A_discard_of_a_delivery() => RefusesAsync(() => _store.Deliveries.DiscardAsync(1, Cancel));

    [Fact]
    public Task A_purge() => RefusesAsync(() => _store.Retention.PurgeAsync(DateTimeOffset.MaxValue, Cancel));

    [Fact]
    public Task An_erasure() => RefusesAsync(() => _store.Retention.EraseAsync("71", Cancel));

    private async Task RefusesAsync(Func<Task> look)
    {
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(look);

        Assert.Contains(_nowhere.Path, fault.Message, StringComparison.Ordinal);
        Assert.Empty(_nowhere.ReadFiles());
    }
}
