using SmarterMeasure.Connector.Retention;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// Takes the personal data out of rows. What stays of an event is its key and an empty hash, by which it takes every later
/// body for its own. Belongs to the writer's thread.
/// </summary>
internal sealed class Erasing
{
    /// <summary>What stands in a delivery's operation and subject instead of the student.</summary>
    public const string Blank = "('erased:' || id)";

    private readonly WriteSession _session;
    private readonly Lanes _lanes;
    private readonly Statement _find;
    private readonly Statement _remember;
    private readonly Statement _event;
    private readonly Statement _body;
    private readonly Statement _deliveriesOf;
    private readonly Statement _delivery;

    public Erasing(WriteSession session, Lanes lanes)
    {
        (_session, _lanes) = (session, lanes);
        _find = session.Prepare("SELECT user_id, dedup_key FROM event WHERE id = ?1 AND body_hash <> x''");
        _remember = session.Prepare("""
            INSERT OR REPLACE INTO erased (student, erased_at) VALUES (?1, ?2)
            """);
        _event = session.Prepare($"""
            UPDATE event SET user_id = NULL, section = NULL, body_hash = x'', due_at = NULL, is_head = 0,
                state = iif({Schema.OpenEvents}, 'dead', state),
                reason = iif({Schema.OpenEvents}, '{Reasons.Erased}', reason)
            WHERE id = ?1
            """);
        _body = session.Prepare("DELETE FROM event_body WHERE event_id = ?1");

        const string EraseDelivery = $"""
            UPDATE delivery SET operation = {Blank}, subject = {Blank}, payload = '', due_at = NULL, updated_at = ?2,
                user_id = NULL, remote_id = NULL, request = NULL, account = NULL, section = NULL,
                state = iif({Schema.WaitingDeliveries}, 'dead', state),
                reason = iif({Schema.WaitingDeliveries}, '{Reasons.Erased}', reason)
            WHERE subject <> {Blank}
            """;
        _deliveriesOf = session.Prepare($"{EraseDelivery} AND event_id = ?1 RETURNING 1");
        _delivery = session.Prepare($"{EraseDelivery} AND id = ?1 RETURNING 1");
    }

    /// <summary>Notes that a student was erased, see <see cref="ErasedStudent"/>.</summary>
    public bool Remember(string userId)
    {
        using var remember = _remember.Start().Bind(ErasedStudent.TraceOf(userId)).Bind(_session.Now);
        remember.Step();
        return true;
    }

    /// <summary>Erases events, with the conflicts about them and their deliveries.</summary>
    public Erasure Events(IReadOnlyList<long> ids)
    {
        var (events, deliveries) = (0, 0);
        var lanes = new HashSet<string>(StringComparer.Ordinal);
        var left = new Queue<long>(ids);
        while (left.TryDequeue(out var id))
        {
            if (!Find(id, lanes, out var key))
                continue;

            if (!DedupKey.IsOfBody(key) && !DedupKey.IsOfConflict(key))
            {
                foreach (var conflict in _session.Keys.FindConflicts(EventKey.Of(key)))
                    left.Enqueue(conflict);
            }

            using (var erase = _event.Start().Bind(id))
                erase.Step();
            using (var body = _body.Start().Bind(id))
                body.Step();
            events++;
            deliveries += Count(_deliveriesOf, id);
        }

        foreach (var userId in lanes)
            _lanes.Mend(userId);

        return new Erasure(events, deliveries);
    }

    /// <summary>Erases deliveries.</summary>
    public Erasure Deliveries(IReadOnlyList<long> ids) => new(0, ids.Sum(id => Count(_delivery, id)));

    private bool Find(long id, HashSet<string> lanes, out string key)
    {
        key = "";
        using var row = _find.Start().Bind(id);
        if (!row.Step())
            return false;

        if (row.TextOrNull(0) is { } userId)
            lanes.Add(userId);

        key = row.Text(1);
        return true;
    }

    private int Count(Statement statement, long id)
    {
        var count = 0;
        using var erase = statement.Start().Bind(id).Bind(_session.Now);
        while (erase.Step())
            count++;

        return count;
    }
}
