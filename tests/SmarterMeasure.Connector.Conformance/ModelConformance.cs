using System.Text;
using CsCheck;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>Random histories, after which a store must have said and hold the same as <see cref="ReferenceStore"/>.</summary>
public abstract class ModelConformance(Func<TestDatabase> newDatabase)
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(Kind.Accept)),
            (3, Gen.Const(Kind.Lease)),
            (3, Gen.Const(Kind.Complete)),
            (1, Gen.Const(Kind.Release)),
            (2, Gen.Const(Kind.LeaseDeliveries)),
            (2, Gen.Const(Kind.Settle)),
            (1, Gen.Const(Kind.Pass))),
        Gen.Int[0, 5],
        Gen.Int[0, 5],
        (kind, a, b) => new Step(kind, a, b));

    private enum Kind
    {
        Accept,
        Lease,
        Complete,
        Release,
        LeaseDeliveries,
        Settle,
        Pass,
    }

    [Fact]
    public Task Any_history_has_the_outcome_that_the_rules_say() => Steps.List[1, 60].SampleAsync(
        async steps =>
        {
            await using var database = newDatabase();
            var clock = new TestClock();
            await using var store = await database.OpenAsync(clock);
            var history = new History(store, clock);
            foreach (var step in steps)
                await history.TakeAsync(step);

            await history.CompareAsync();
        },
        iter: 60);

    private sealed record Step(Kind Kind, int A, int B);

    private sealed class History(OpenStore store, TestClock clock)
    {
        private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

        private readonly ReferenceStore _reference = new();
        private readonly List<(LeasedEvent Real, ReferenceStore.EventRow Expected)> _leased = [];
        private readonly List<(Delivery Real, ReferenceStore.DeliveryRow Expected)> _sending = [];

        private static CancellationToken Cancel => TestContext.Current.CancellationToken;

        private DateTimeOffset Now => clock.GetUtcNow();

        public Task TakeAsync(Step step) => step.Kind switch
        {
            Kind.Accept => AcceptAsync(step),
            Kind.Lease => LeaseAsync(step),
            Kind.Complete when _leased.Count > 0 => CompleteAsync(step),
            Kind.Release when _leased.Count > 0 => ReleaseAsync(step),
            Kind.LeaseDeliveries => LeaseDeliveriesAsync(step),
            Kind.Settle when _sending.Count > 0 => SettleAsync(step),
            Kind.Pass => PassAsync(step),
            _ => Task.CompletedTask,
        };

        public async Task CompareAsync()
        {
            Assert.Equal(
                _reference.Events.Select(row => (row.CallbackId, row.State, row.Attempts, row.Count)),
                (await store.Events.ListAsync(EventFilter.All, Cancel).ToListAsync(Cancel))
                    .Select(row => (row.CallbackId!, row.State, row.Attempts, row.DeliveryCount)));
            Assert.Equal(
                _reference.Deliveries.Select(row => (row.Operation, row.State, row.Attempts)),
                (await store.Deliveries.ListAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel))
                    .Select(row => (row.Operation, row.State, row.Attempts)));
        }

        private async Task AcceptAsync(Step step)
        {
            var (id, user, text) = ($"id-{step.A}", $"user-{step.A % 3}", step.B == 0 ? "other" : "body");
            DateTimeOffset? occurredAt = step.B < 4 ? TestTime(step.B) : null;
            var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes(text));
            var envelope = new Envelope
            {
                CallbackId = id,
                Event = "assessment.completed",
                UserId = user,
                Format = PayloadFormat.Json,
                OccurredAt = occurredAt,
            };

            Assert.Equal(
                _reference.Accept(id, user, text, occurredAt ?? Now, Now),
                await store.Inbox.AcceptAsync(new ReceivedEvent(envelope, body, body.ComputeHash(), Now), Cancel));
        }

        private async Task LeaseAsync(Step step)
        {
            var expected = _reference.Lease(1 + (step.A % 3), Lease, Now);
            var real = await store.Inbox.LeaseAsync(1 + (step.A % 3), Lease, Cancel);
            Assert.Equal(
                expected.Select(row => (row.CallbackId, row.Attempts, row.Body)),
                real.Select(row => (row.CallbackId, row.Attempt, Encoding.UTF8.GetString(row.Body.Span))));
            _leased.AddRange(real.Zip(expected));
        }

        private async Task CompleteAsync(Step step)
        {
            var (real, expected) = _leased[^(1 + (step.A % _leased.Count))]; // Old leases too: most are lost.
            var deliveries = Enumerable.Range(0, step.B % 3).Select(i => NewDelivery(step, real, i)).ToList();

            var completes = ReferenceStore.End(expected, real.Attempt, EventState.Handled, default);
            if (completes)
                deliveries.ForEach(delivery => _reference.Store(delivery, Now));

            Assert.Equal(completes, await store.Inbox.CompleteAsync(real, deliveries, Cancel));
        }

        private async Task ReleaseAsync(Step step)
        {
            var (real, expected) = _leased[^(1 + (step.A % _leased.Count))];
            var state = step.B switch
            {
                < 4 => EventState.Retrying,
                4 => EventState.Dead,
                _ => EventState.Quarantined,
            };
            var dueAt = Now.AddSeconds(20 * step.B);

            Assert.Equal(
                ReferenceStore.End(expected, real.Attempt, state, dueAt),
                await store.Inbox.ReleaseAsync(real, state, "reason", dueAt, Cancel));
        }

        private async Task LeaseDeliveriesAsync(Step step)
        {
            var expected = _reference.LeaseDeliveries(1 + (step.A % 3), Lease, Now);
            var real = await store.Ledger.LeaseAsync("canvas", 1 + (step.A % 3), Lease, Cancel);
            Assert.Equal(
                expected.Select(row => (row.Operation, row.Attempts, row.Failures)),
                real.Select(row => (row.Operation, row.Attempt, row.Failures)));
            _sending.AddRange(real.Zip(expected));
        }

        private async Task SettleAsync(Step step)
        {
            var (real, expected) = _sending[^(1 + (step.A % _sending.Count))];
            var state = step.B switch
            {
                < 2 => DeliveryState.Retrying,
                2 => DeliveryState.Unmatched,
                3 => DeliveryState.Dead,
                _ => DeliveryState.Delivered,
            };
            var settlement = new Settlement(state, "reason", Now.AddSeconds(20 * step.A), IsFailure: step.B == 0);

            Assert.Equal(
                _reference.Settle(expected, real.Attempt, settlement),
                await store.Ledger.SettleAsync(real, settlement, Cancel));
        }

        private Task PassAsync(Step step)
        {
            clock.Advance(TimeSpan.FromSeconds(1 + (15 * step.A)));
            return Task.CompletedTask;
        }

        private static NewDelivery NewDelivery(Step step, LeasedEvent cause, int index) => new()
        {
            Destination = "canvas",
            Operation = $"{cause.CallbackId[^1] % 2}-{step.A}-{index}",
            Subject = $"subject-{step.A % 2}",
            Version = TestTime((step.A + step.B + index) % 4),
            Result = new SectionResult { Student = new StudentRef { UserId = cause.UserId }, Section = "section" },
        };

        private static DateTimeOffset TestTime(int minute) => new(2026, 3, 1, 8, minute, 0, TimeSpan.Zero);
    }
}
