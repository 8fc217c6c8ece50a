using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>Takes each step on a store and on the <see cref="ReferenceStore"/>, and holds what they say against each other.</summary>
internal sealed class ModelHistory : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly TestDatabase _database;
    private readonly TestClock _clock = new();
    private readonly ReferenceStore _reference = new();
    private readonly List<(LeasedEvent Real, EventRow Expected)> _leased = [];
    private readonly List<(Delivery Real, DeliveryRow Expected)> _sending = [];
    private readonly HashSet<(long Id, int Attempt)> _waiting = [];
    private OpenStore _store = null!;
    private int _purges;

    private ModelHistory(TestDatabase database) => _database = database;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _clock.GetUtcNow();

    public static async Task<ModelHistory> BeginAsync(TestDatabase database)
    {
        var history = new ModelHistory(database);
        await history.OpenAsync();
        return history;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    public Task TakeAsync(ModelStep step) => step.Kind switch
    {
        ModelStepKind.Accept => AcceptAsync(step),
        ModelStepKind.AcceptUnsound => AcceptUnsoundAsync(step),
        ModelStepKind.Lease => LeaseAsync(step),
        ModelStepKind.Complete when _leased.Count > 0 => CompleteAsync(step),
        ModelStepKind.Release when _leased.Count > 0 => ReleaseAsync(step),
        ModelStepKind.GiveBack when _leased.Count > 0 => GiveBackAsync(step),
        ModelStepKind.LeaseDeliveries => LeaseDeliveriesAsync(step),
        ModelStepKind.Claim when _sending.Count > 0 => ClaimAsync(step),
        ModelStepKind.Settle when _sending.Count > 0 => SettleAsync(step),
        ModelStepKind.Pass => PassAsync(step),
        ModelStepKind.Replay when _reference.Events.Count > 0 => ReplayAsync(step),
        ModelStepKind.Discard when _reference.Events.Count > 0 => DiscardAsync(step),
        ModelStepKind.Retry when _reference.Deliveries.Count > 0 => RetryAsync(step),
        ModelStepKind.Map when _reference.Deliveries.Count > 0 => MapAsync(step),
        ModelStepKind.DiscardDelivery when _reference.Deliveries.Count > 0 => DiscardDeliveryAsync(step),
        ModelStepKind.Purge => PurgeAsync(step),
        ModelStepKind.Erase => EraseAsync(step),
        ModelStepKind.Crash => CrashAsync(),
        _ => Task.CompletedTask,
    };

    public async Task CompareAsync()
    {
        Assert.Equal(
            _reference.Events.Select(row => (
                row.Identity?.CallbackId, row.Identity?.Name, row.Identity?.User, row.State, row.Attempts, row.Excused,
                row.Count, row.Body)),
            (await RealEventsAsync()).Select(row => (
                row.CallbackId, row.Event, row.UserId, row.State, row.Attempts, row.Excused,
                row.DeliveryCount, row.Body is { } body ? Encoding.UTF8.GetString(body.Span) : null)));
        Assert.Equal(
            Expected().Select(row => (
                row.User is null ? "erased" : row.Operation, row.State, row.Attempts, row.Failures, row.HasResult,
                row.RemoteId, row.Request, (_reference.AccountOf(row), row.Account, row.Section), row.IsOpen ? row.DueAt : (DateTimeOffset?)null)),
            (await RealDeliveriesAsync()).Select(row => (
                row.Operation == $"erased:{row.Id}" ? "erased" : row.Operation, row.State, row.Attempts, row.Failures,
                row.Result is not null, row.RemoteId, row.Request, (row.MappedTo, row.Account, row.Section), row.DueAt)));
    }

    private async Task OpenAsync()
    {
        _store = await _database.OpenAsync(_clock);
        await _store.Inbox.TakeOverAsync(Cancel);
    }

    private async Task AcceptAsync(ModelStep step)
    {
        var (identity, text) = (Identity(step), step.C == 0 ? "other" : "body");
        var envelope = Sound(identity);
        Assert.Equal(
            _reference.Accept(identity, text, Now), await _store.Inbox.AcceptAsync(Received(envelope, text), Cancel));
    }

    private async Task AcceptUnsoundAsync(ModelStep step)
    {
        var text = step.A % 3 == 2 ? "{unreadable" : $$"""{"user_id":"{{User(step.A)}}",unreadable""";
        Assert.Equal(
            _reference.Accept(null, text, Now),
            await _store.Inbox.AcceptAsync(Received(new Envelope { QuarantineReason = "unreadable_json" }, text), Cancel));
    }

    private async Task LeaseAsync(ModelStep step)
    {
        var expected = _reference.Lease(1 + (step.A % 3), Lease, Now);
        var real = await _store.Inbox.LeaseAsync(1 + (step.A % 3), Lease, Cancel);
        Assert.Equal(
            expected.Select(row => (
                row.Identity!.CallbackId, row.Attempts, row.Excused, row.Body!, _reference.FollowsCompletion(row))),
            real.Select(row => (
                row.CallbackId, row.Attempt, row.Excused, Encoding.UTF8.GetString(row.Body.Span), row.FollowsCompletion)));
        _leased.AddRange(real.Zip(expected));
    }

    private async Task CompleteAsync(ModelStep step)
    {
        var (real, expected) = Leased(step);
        var deliveries = Enumerable.Range(0, step.B % 3).Select(i => NewDelivery(step, real, i)).ToList();

        var completes = ReferenceStore.End(expected, real.Attempt, EventState.Handled, default);
        if (completes)
            deliveries.ForEach(delivery => _reference.Store(expected, delivery, Now));

        Assert.Equal(completes, await _store.Inbox.CompleteAsync(real, deliveries, Cancel));
    }

    private async Task ReleaseAsync(ModelStep step)
    {
        var (real, expected) = Leased(step);
        var state = step.B switch
        {
            < 3 => EventState.Retrying,
            3 => EventState.Dead,
            4 => EventState.Handled,
            _ => EventState.Quarantined,
        };
        var dueAt = Now.AddSeconds(20 * step.B);

        Assert.Equal(
            ReferenceStore.End(expected, real.Attempt, state, dueAt),
            await _store.Inbox.ReleaseAsync(real, state, "reason", dueAt, Cancel));
    }

    private async Task GiveBackAsync(ModelStep step)
    {
        var (real, expected) = Leased(step);
        Assert.Equal(
            ReferenceStore.End(expected, real.Attempt, EventState.Retrying, Now, excuse: true),
            await _store.Inbox.GiveBackAsync(real, "stopped", default, Cancel));
    }

    private async Task LeaseDeliveriesAsync(ModelStep step)
    {
        var expected = _reference.LeaseDeliveries(1 + (step.A % 3), Lease, Now);
        var real = await _store.Ledger.LeaseAsync("canvas", 1 + (step.A % 3), Lease, Cancel);
        Assert.Equal(
            expected.Select(row => (row.Operation, row.Attempts, row.Failures, row.RemoteId, _reference.AccountOf(row), row.IsUnclear)),
            real.Select(row => (row.Operation, row.Attempt, row.Failures, row.RemoteId, row.MappedTo, row.IsUnclear)));
        _sending.AddRange(real.Zip(expected));
        foreach (var (delivery, row) in real.Zip(expected).Where(_ => step.B < 4))
            await ClaimAsync(delivery, row, step.C);
    }

    private async Task ClaimAsync(ModelStep step)
    {
        var (real, expected) = _sending[^(1 + (step.A % _sending.Count))];
        await ClaimAsync(real, expected, step.C);
    }

    private async Task ClaimAsync(Delivery real, DeliveryRow expected, int choice)
    {
        var account = choice < 5 ? "one" : "other";
        var claim = _reference.Claim(expected, real, account, Now);
        Assert.Equal(claim, await _store.Ledger.ClaimAsync(real, account, Cancel));
        if (claim.Result == AccountClaimResult.Wait)
            _waiting.Add((real.Id, real.Attempt));
    }

    private async Task SettleAsync(ModelStep step)
    {
        var (real, expected) = _sending[^(1 + (step.A % _sending.Count))];
        var state = step.B switch
        {
            < 2 => DeliveryState.Retrying,
            2 => DeliveryState.Unmatched,
            3 => DeliveryState.Dead,
            4 => DeliveryState.Shadowed,
            5 => DeliveryState.Blocked,
            _ => DeliveryState.Delivered,
        };
        var waits = _waiting.Contains((real.Id, real.Attempt));
        state = waits ? DeliveryState.Retrying : state;
        var settlement = new Settlement(state, waits ? "other_registration_underway" : "reason", Now.AddSeconds(20 * step.A), IsFailure: step.B == 0)
        {
            RemoteId = step.C == 0 ? $"remote-{step.A}" : null,
            Request = step.C < 3 ? $"PUT /{step.C}" : null,
        };

        Assert.Equal(
            _reference.Settle(expected, real, settlement, Now),
            await _store.Ledger.SettleAsync(real, settlement, Cancel));
    }

    private Task PassAsync(ModelStep step)
    {
        _clock.Advance(TimeSpan.FromSeconds(1 + (15 * step.A)));
        return Task.CompletedTask;
    }

    private async Task ReplayAsync(ModelStep step)
    {
        var index = ((step.A * 6) + step.B) % _reference.Events.Count;
        var row = _reference.Events[index];
        // A sound body reads as it did; what an unsound one says only shows now.
        var reading = row.Identity is { User: not null } known ? known : Identity(step);
        Assert.Equal(
            _reference.Replay(row, reading, Now),
            await _store.Events.ReplayAsync((await RealEventsAsync())[index].Id, Sound(reading), Cancel));
    }

    private async Task DiscardAsync(ModelStep step)
    {
        var index = ((step.A * 6) + step.B) % _reference.Events.Count;
        Assert.Equal(
            ReferenceStore.Discard(_reference.Events[index]),
            await _store.Events.DiscardAsync((await RealEventsAsync())[index].Id, Cancel));
    }

    private async Task RetryAsync(ModelStep step)
    {
        var index = ((step.A * 6) + step.B) % Expected().Count;
        Assert.Equal(
            _reference.Retry(Expected()[index], Now),
            await _store.Deliveries.RetryAsync((await RealDeliveriesAsync())[index].Id, Cancel));
    }

    private async Task MapAsync(ModelStep step)
    {
        var index = ((step.A * 6) + step.B) % Expected().Count;
        Assert.Equal(
            _reference.Map(Expected()[index], $"account-{step.C}", Now),
            await _store.Deliveries.MapAsync((await RealDeliveriesAsync())[index].Id, $"account-{step.C}", Cancel));
    }

    private async Task DiscardDeliveryAsync(ModelStep step)
    {
        var index = ((step.A * 6) + step.B) % Expected().Count;
        Assert.Equal(
            ReferenceStore.Discard(Expected()[index]),
            await _store.Deliveries.DiscardAsync((await RealDeliveriesAsync())[index].Id, Cancel));
    }

    private async Task PurgeAsync(ModelStep step)
    {
        _purges++;
        var before = Now.AddSeconds(-30 * step.A);
        Assert.Equal(_reference.Purge(before), await _store.Retention.PurgeAsync(before, Cancel));
    }

    private async Task EraseAsync(ModelStep step)
    {
        var user = User(step.A);
        Assert.Equal(_reference.Erase(user), await _store.Retention.EraseAsync(user, Cancel));
    }

    private async Task CrashAsync()
    {
        await _store.DisposeAsync();
        await OpenAsync();
        if (_database.KnowsWhoIsGone)
            _reference.TakeOver(Now);
    }

    /// <summary>An old lease too: most of those are lost.</summary>
    private (LeasedEvent Real, EventRow Expected) Leased(ModelStep step) => _leased[^(1 + (step.A % _leased.Count))];

    /// <summary>The marks that purges left and that are no longer the newest may go at any time: nothing depends on them.</summary>
    private List<DeliveryRow> Expected() => [.. _reference.Deliveries.Where(
        row => row.Cause is not null || !_reference.HasNewer(row) || _reference.HoldsAccount(row))];

    private ValueTask<List<StoredEvent>> RealEventsAsync() => _store.Events.ReadAsync(EventFilter.All, Cancel).ToListAsync(Cancel);

    private async Task<List<StoredDelivery>> RealDeliveriesAsync()
    {
        var all = await _store.Deliveries.ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);
        return [.. all.Where(row => row.EventKey is not null || !all.Exists(other => other.Subject == row.Subject && IsNewer(other, row))
            || (row is { State: DeliveryState.Delivered, Account: not null } && !all.Exists(other => IsNewer(other, row)
                && (other.State, other.Account, other.Section) == (row.State, row.Account, row.Section))))];
    }

    private static bool IsNewer(StoredDelivery one, StoredDelivery other) =>
        (one.Rank, one.Id).CompareTo((other.Rank, other.Id)) > 0;

    private static string User(int number) => $"user-{number % 2}";

    private static EventIdentity Identity(ModelStep step) => new(
        $"id-{step.A}-{step.C % 3}",
        (step.A % 3) switch
        {
            0 => SmarterMeasureEvents.Completed,
            1 => SmarterMeasureEvents.Stopped,
            _ => SmarterMeasureEvents.SectionComplete,
        },
        User(step.A),
        step.B < 4 ? TestTime(step.B) : null);

    private static Envelope Sound(EventIdentity identity) => new()
    {
        CallbackId = identity.CallbackId,
        Event = identity.Name,
        Section = identity.Name == SmarterMeasureEvents.Completed ? "completion" : null,
        UserId = identity.User,
        Format = PayloadFormat.Json,
        OccurredAt = identity.OccurredAt,
    };

    private ReceivedEvent Received(Envelope envelope, string text)
    {
        var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes(text));
        return new ReceivedEvent(envelope, body, body.ComputeHash(), Now);
    }

    private NewDelivery NewDelivery(ModelStep step, LeasedEvent cause, int index) => new()
    {
        Destination = "canvas",
        Operation = $"{cause.UserId}:{step.A}:{index}:{_purges}",
        Subject = $"subject:{cause.UserId}:{step.A % 2}",
        Version = TestTime((step.A + step.B + index) % 4),
        Rank = ((2 * step.A) + step.B + index) % 4,
        Result = new SectionResult { Student = new StudentRef { UserId = cause.UserId }, Section = $"Section-{step.A % 2}" },
    };

    /// <summary>Times within and beyond the slack of each other.</summary>
    private static DateTimeOffset TestTime(int number) => new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero).AddSeconds(45 * number);
}
