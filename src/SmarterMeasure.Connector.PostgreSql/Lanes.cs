using System.Globalization;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Keeps the lanes' rule, see <see cref="Schema"/>. Whoever changes the open events of users locks their lanes and then
/// finds their heads, in a statement of its own: it must see what those did who held the lock before.
/// </summary>
internal static class Lanes
{
    // A new lane's values are such that any event of it leads.
    private const string LockStatement = """
        INSERT INTO lane (user_id, head_id, due_at, first_at)
        SELECT DISTINCT user_id, 0, 0, 4611686018427387904 FROM unnest($1) AS user_id ORDER BY user_id
        ON CONFLICT (user_id) DO UPDATE SET due_at = lane.due_at WHERE false -- locks, and writes nothing
        """;

    // An arrival changes the head only if it is older than all others, or came before the head and is old enough.
    private static readonly string PlaceStatement = string.Create(CultureInfo.InvariantCulture, $"""
        WITH placed AS MATERIALIZED (
            SELECT lane.user_id, head.id, head.due_at, head.first_at
            FROM unnest($1, $2, $3) AS arrived (user_id, order_at, id)
            JOIN lane USING (user_id)
            LEFT JOIN LATERAL (
                SELECT id, due_at, oldest.first_at
                FROM (SELECT order_at AS first_at FROM event
                    WHERE user_id = lane.user_id AND {Schema.OpenEvents} ORDER BY order_at LIMIT 1) AS oldest
                JOIN event ON user_id = lane.user_id AND {Schema.OpenEvents}
                    AND order_at <= oldest.first_at + {EventOrder.Slack.TotalMilliseconds}
                ORDER BY id LIMIT 1) AS head ON true
            WHERE (arrived.order_at < lane.first_at
                OR arrived.order_at <= lane.first_at + {EventOrder.Slack.TotalMilliseconds} AND arrived.id < lane.head_id)
            AND NOT EXISTS (SELECT FROM event WHERE id = lane.head_id AND state = 'handling')),
        emptied AS (
            DELETE FROM lane USING placed WHERE lane.user_id = placed.user_id AND placed.id IS NULL)
        UPDATE lane SET head_id = placed.id, due_at = placed.due_at, first_at = placed.first_at
        FROM placed WHERE lane.user_id = placed.user_id AND placed.id IS NOT NULL
        RETURNING lane.due_at
        """);

    /// <summary>Locks the lanes of users, and makes those that are not there.</summary>
    public static StatementBatch LockLanes(this StatementBatch batch, string[] userIds) =>
        batch.Add(LockStatement).Bind(userIds);

    /// <summary>Finds the heads of lanes after any change. Gives a row for each, with the time when it is due.</summary>
    public static StatementBatch PlaceHeads(this StatementBatch batch, string[] userIds)
    {
        var any = new long[userIds.Length];
        Array.Fill(any, long.MinValue);
        return batch.PlaceHeads(userIds, any, any);
    }

    /// <summary>The same after arrivals: for each user the oldest time and the lowest id among them.</summary>
    public static StatementBatch PlaceHeads(this StatementBatch batch, string[] userIds, long[] orderAt, long[] ids) =>
        batch.Add(PlaceStatement).Bind(userIds).Bind(orderAt).Bind(ids);
}
