namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Which accounts operators have named for students.</summary>
internal static class AccountMap
{
    // Locks the delivery: an erasure that comes meanwhile waits, and forgets the account.
    private const string MapStatement = """
        WITH known AS MATERIALIZED (SELECT FROM delivery WHERE id = $4 AND user_id = $1 FOR UPDATE)
        INSERT INTO account_map (user_id, destination, account) SELECT $1, $2, $3 FROM known
        ON CONFLICT (user_id, destination) DO UPDATE SET account = excluded.account, is_imported = false
        RETURNING account
        """;

    private const string QueueStatement = """
        UPDATE delivery SET state = 'pending', reason = NULL, failures = 0, account = NULL, due_at = $3, updated_at = $3
        WHERE user_id = $1 AND destination = $2 AND state IN ('unmatched', 'blocked') RETURNING id
        """;

    // What was erased here has no user any more, so it brings no account back.
    private const string ImportStatement = """
        INSERT INTO account_map AS known (user_id, destination, account, is_imported)
        SELECT DISTINCT ON (user_id, destination) user_id, destination, account, true
        FROM unnest($1, $2, $3) AS source (user_id, destination, account)
        WHERE account IS NOT NULL AND EXISTS (SELECT FROM delivery
            WHERE delivery.user_id = source.user_id AND delivery.destination = source.destination)
        ORDER BY user_id, destination
        ON CONFLICT (user_id, destination) DO UPDATE SET account = excluded.account
            WHERE known.is_imported AND known.account <> excluded.account
        """;

    /// <inheritdoc cref="Ledger.ILedgerOperations.MapAsync"/>
    public static async Task<int?> MapAsync(Session session, long id, string account)
    {
        await using var find = session.Batch()
            .Add("SELECT user_id, destination FROM delivery WHERE id = $1 AND user_id IS NOT NULL").Bind(id);
        var found = await find.ReadAsync(static row => (UserId: row.Text(0), Destination: row.Text(1)), session.Cancel);
        if (found is not [var (userId, destination)])
            return null;

        // Under the locks, so that an attempt that ends meanwhile either finds the account or is found here.
        await using var map = session.Batch().Begin()
            .LockSubjectsOf(userId, destination)
            .Add(MapStatement).Bind(userId).Bind(destination).Bind(account).Bind(id);
        if ((await map.ReadAsync(static row => row.Text(0), session.Cancel, set: 1)).Count == 0)
            return null;

        await using var queue = session.Batch()
            .Add(QueueStatement).Bind(userId).Bind(destination).Bind(session.Now)
            .Commit();
        var queued = await queue.ReadAsync(static row => row.Integer(0), session.Cancel);
        session.MarkDelivery(destination);
        return queued.Count;
    }

    /// <summary>Adds a statement that takes over what another store holds, and that nobody has changed here.</summary>
    public static StatementBatch ImportAccounts(
        this StatementBatch batch, string?[] userIds, string[] destinations, string?[] accounts) =>
        batch.Add(ImportStatement).Bind(userIds).Bind(destinations).Bind(accounts);

    /// <summary>Forgets the accounts of students.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> ForgetAsync(Session session, string[] userIds)
    {
        await using var forget = session.Batch()
            .Add("DELETE FROM account_map WHERE user_id = ANY ($1) RETURNING 1::bigint").Bind(userIds);
        return (await forget.ReadAsync(static row => row.Integer(0), session.Cancel)).Count;
    }
}
