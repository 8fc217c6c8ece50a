using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// Keeps the lanes' rule, on which <see cref="Schema"/> builds its indexes: of a user's open events exactly one is the
/// head, the leased one or else, of those within <see cref="EventOrder.Slack"/> of the oldest, the first to have
/// arrived. Every change to a lane goes through here or calls <see cref="Mend"/>. Belongs to the writer's thread.
/// </summary>
internal sealed class Lanes
{
    private static readonly long Slack = (long)EventOrder.Slack.TotalMilliseconds;

    private readonly WriteSession _session;
    private readonly ReadyWork _ready;
    private readonly Statement _head;
    private readonly Statement _oldest;
    private readonly Statement _firstUpTo;
    private readonly Statement _setHead;

    public Lanes(WriteSession session, ReadyWork ready)
    {
        (_session, _ready) = (session, ready);
        _head = session.Prepare($"""
            SELECT id, order_at, state = 'handling' FROM event INDEXED BY event_order
            WHERE user_id = ?1 AND {Schema.OpenEvents} AND is_head = 1
            """);
        _oldest = session.Prepare($"""
            SELECT order_at FROM event INDEXED BY event_order
            WHERE user_id = ?1 AND {Schema.OpenEvents} AND is_head = 0 ORDER BY order_at LIMIT 1
            """);
        // The bare column goes with the smallest id.
        _firstUpTo = session.Prepare($"""
            SELECT min(id), due_at FROM event INDEXED BY event_order
            WHERE user_id = ?1 AND {Schema.OpenEvents} AND is_head = 0 AND order_at <= ?2
            """);
        _setHead = session.Prepare("UPDATE event SET is_head = ?2 WHERE id = ?1");
    }

    /// <summary>
    /// What an arrival at a time does to its lane. It has the highest id, so it leads only where nobody waits within the
    /// slack; but one so old takes the lead from a head that now is too young for it.
    /// </summary>
    public Arrival Look(string userId, long orderAt)
    {
        if (Head(userId) is not { } head)
            return new Arrival(Leads: true, Overtaken: null, NewHead: null);

        if (head.IsLeased || head.OrderAt <= orderAt + Slack)
            return default;

        // Nobody is older: the head was within the slack of the oldest so far, and this is older by more.
        return First(userId, orderAt + Slack) is { } first
            ? new Arrival(Leads: false, Overtaken: head.Id, NewHead: first.Id)
            : new Arrival(Leads: true, Overtaken: head.Id, NewHead: null);
    }

    /// <summary>Lets an arrival take its place, once it is stored.</summary>
    public void Enter(Arrival arrival)
    {
        if (arrival.Overtaken is { } overtaken)
            SetHead(overtaken, false);

        if (arrival.NewHead is { } head)
            SetHead(head, true);

        if (arrival.Leads || arrival.NewHead is not null)
            _ready.MarkEvent();
    }

    /// <summary>Gives a lane that has lost its head the next one.</summary>
    public void Advance(string userId)
    {
        if (Oldest(userId) is not { } oldest || First(userId, oldest + Slack) is not { } next)
            return;

        SetHead(next.Id, true);
        if (next.DueAt <= _session.Now)
            _ready.MarkEvent();
    }

    /// <summary>Makes a lane right again after any change to its open events.</summary>
    public void Mend(string userId)
    {
        if (Head(userId) is { } head)
        {
            if (head.IsLeased)
                return;

            SetHead(head.Id, false);
        }

        Advance(userId);
    }

    private (long Id, long OrderAt, bool IsLeased)? Head(string userId)
    {
        using var head = _head.Start().Bind(userId);
        return head.Step() ? (head.Integer(0), head.Integer(1), head.Integer(2) == 1) : null;
    }

    private long? Oldest(string userId)
    {
        using var oldest = _oldest.Start().Bind(userId);
        return oldest.Step() ? oldest.Integer(0) : null;
    }

    private (long Id, long DueAt)? First(string userId, long upTo)
    {
        using var first = _firstUpTo.Start().Bind(userId).Bind(upTo);
        return first.Step() && !first.IsNull(0) ? (first.Integer(0), first.Integer(1)) : null;
    }

    private void SetHead(long id, bool isHead)
    {
        using var update = _setHead.Start().Bind(id).Bind(isHead ? 1 : 0);
        update.Step();
    }

    /// <summary>What the arrival of an event means for its lane.</summary>
    /// <param name="Leads">Whether it is the new head.</param>
    /// <param name="Overtaken">The head that it takes the lead from.</param>
    /// <param name="NewHead">Another event that becomes the head because of it.</param>
    internal readonly record struct Arrival(bool Leads, long? Overtaken, long? NewHead);
}
