using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>What workers do with the inbox's tables.</summary>
internal static class EventTable
{
    private static readonly long Slack = (long)EventOrder.Slack.TotalMilliseconds;

    // Locks lanes before events, against the order, and so waits for neither. Whoever holds one of them tells when it is
    // through.
    private static readonly string LeaseStatement = $"""
        WITH taken AS MATERIALIZED (
            SELECT lane.user_id, lane.due_at, event.id
            FROM lane JOIN event ON event.id = lane.head_id
            WHERE lane.due_at <= $1 ORDER BY lane.due_at, lane.head_id LIMIT $2
            FOR UPDATE OF lane, event SKIP LOCKED),
        leased AS (
            UPDATE event SET state = 'handling', attempts = attempts + 1, due_at = $3
            FROM taken WHERE event.id = taken.id
            RETURNING event.*, taken.due_at AS was_due_at),
        held AS (
            UPDATE lane SET due_at = $3 FROM taken WHERE lane.user_id = taken.user_id)
        SELECT id, callback_id, event, user_id, format, received_at, attempts, excused, body,
            event = '{SmarterMeasureEvents.Stopped}' AND EXISTS (SELECT FROM event AS other
                WHERE other.user_id = leased.user_id AND other.event = '{SmarterMeasureEvents.Completed}'
                AND other.state NOT IN ('quarantined', 'conflict')),
            section IS NOT NULL AND EXISTS (SELECT FROM event AS other
                WHERE other.user_id = leased.user_id AND other.section = leased.section
                AND other.order_at BETWEEN leased.order_at - {Slack} AND leased.order_at + {Slack}
                AND other.id <> leased.id AND other.state = 'handled'
                AND other.reason IS DISTINCT FROM '{Reasons.ResultHandled}'
                AND starts_with(other.callback_id, '{ReconciledEvents.IdPrefix}')
                    <> starts_with(leased.callback_id, '{ReconciledEvents.IdPrefix}'))
        FROM leased JOIN event_body ON event_id = id ORDER BY was_due_at, id
        """;

    private const string EndStatement = """
        UPDATE event SET state = $3, reason = $4, due_at = $5, excused = excused + $6
        WHERE id = $1 AND state = 'handling' AND attempts = $2 RETURNING id
        """;

    /// <summary>Takes the heads of lanes that are due.</summary>
    public static async Task<IReadOnlyList<LeasedEvent>> LeaseAsync(Session session, int max, TimeSpan lease)
    {
        await using var batch = session.Batch()
            .Add(LeaseStatement).Bind(session.Now).Bind((long)max).Bind(session.Now + (long)lease.TotalMilliseconds);
        return await batch.ReadAsync(
            static row => new LeasedEvent
            {
                Id = row.Integer(0),
                CallbackId = row.Text(1),
                Event = row.Text(2),
                UserId = row.Text(3),
                Format = StateNames.FormatOf(row.Text(4)),
                ReceivedAt = row.Time(5),
                Attempt = row.Count(6),
                Excused = row.Count(7),
                Body = row.Copy(8),
                FollowsCompletion = row.Truth(9),
                RepeatsResult = row.Truth(10),
            },
            session.Cancel);
    }

    /// <summary>Ends a lease and stores what it leads to; false when it was lost.</summary>
    public static Task<bool> CompleteAsync(
        Session session, LeasedEvent leased, IReadOnlyList<NewDelivery> deliveries, string[] payloads) =>
        EndAsync(session, leased, EventState.Handled, reason: null, dueAt: null, excused: 0, deliveries, payloads);

    /// <summary>Ends a lease; false when it was lost.</summary>
    public static Task<bool> ReleaseAsync(
        Session session, LeasedEvent leased, EventState state, string reason, DateTimeOffset dueAt) =>
        EndAsync(
            session, leased, state, reason, state == EventState.Retrying ? session.TimeOf(dueAt) : null, excused: 0, [], []);

    /// <summary>Ends a lease without counting its attempt; false when it was lost.</summary>
    public static Task<bool> GiveBackAsync(Session session, LeasedEvent leased, string reason, DateTimeOffset dueAt) =>
        EndAsync(
            session, leased, EventState.Retrying, reason, Math.Max(session.TimeOf(dueAt), session.Now), excused: 1, [], []);

    private static async Task<bool> EndAsync(
        Session session, LeasedEvent leased, EventState state, string? reason, long? dueAt, int excused,
        IReadOnlyList<NewDelivery> deliveries, string[] payloads)
    {
        await using (var end = session.Batch().Begin()
            .Add(EndStatement).Bind(leased.Id).Bind(leased.Attempt).Bind(StateNames.Of(state)).BindText(reason)
            .BindNumber(dueAt).Bind(excused))
        {
            if ((await end.ReadAsync(static row => row.Integer(0), session.Cancel)).Count == 0)
                return false; // The connection undoes what it began when it is given back.
        }

        string[] userIds = [leased.UserId];
        await using var batch = session.Batch().LockLanes(userIds).PlaceHeads(userIds);
        DeliveryTable.Store(session, batch, leased, deliveries, payloads);
        if ((await batch.Commit().ReadAsync(static row => row.Integer(0), session.Cancel)).Exists(due => due <= session.Now))
            session.MarkEvent();

        return true;
    }
}
