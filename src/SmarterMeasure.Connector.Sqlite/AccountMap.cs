using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Which accounts operators have named for students. Belongs to the writer's thread.</summary>
internal sealed class AccountMap
{
    private readonly WriteSession _session;
    private readonly ReadyWork _ready;
    private readonly Statement _find;
    private readonly Statement _map;
    private readonly Statement _queue;
    private readonly Statement _forget;

    public AccountMap(WriteSession session, ReadyWork ready)
    {
        (_session, _ready) = (session, ready);
        _find = session.Prepare("SELECT user_id, destination FROM delivery WHERE id = ?1 AND user_id IS NOT NULL");
        _map = session.Prepare("INSERT OR REPLACE INTO account_map (user_id, destination, account) VALUES (?1, ?2, ?3)");
        _queue = session.Prepare($"""
            UPDATE delivery INDEXED BY delivery_unmatched
            SET state = 'pending', reason = NULL, failures = 0, account = NULL, due_at = ?3, updated_at = ?3
            WHERE destination = ?2 AND user_id = ?1 AND {Schema.UnansweredDeliveries}
            """);
        _forget = session.Prepare("DELETE FROM account_map WHERE user_id = ?1");
    }

    /// <inheritdoc cref="ILedgerOperations.MapAsync"/>
    public int? Map(long id, string account)
    {
        if (Find(id) is not var (userId, destination))
            return null;

        using (var map = _map.Start().Bind(userId).Bind(destination).Bind(account))
            map.Step();
        using (var queue = _queue.Start().Bind(userId).Bind(destination).Bind(_session.Now))
            queue.Step();
        _ready.MarkDelivery(destination);
        return _session.Changed;
    }

    /// <summary>Forgets the accounts of a student.</summary>
    /// <returns>How many there were.</returns>
    public int Forget(string userId)
    {
        using var forget = _forget.Start().Bind(userId);
        forget.Step();
        return _session.Changed;
    }

    private (string UserId, string Destination)? Find(long id)
    {
        using var row = _find.Start().Bind(id);
        return row.Step() ? (row.Text(0), row.Text(1)) : null;
    }
}
