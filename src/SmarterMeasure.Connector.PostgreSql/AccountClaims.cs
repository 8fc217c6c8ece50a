using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Sees to it that of all deliveries to one account and section the one of the highest rank stands, whichever registration
/// each is of. Who claims holds the lock of the subject, and then that of the account and section: of two claims one sees
/// the other.
/// </summary>
internal static class AccountClaims
{
    /// <summary>Whether a delivery is the newest that its account got: it keeps a late result of another registration from being sent.</summary>
    public const string HoldsAccount = $"""
        (delivery.state = 'delivered' AND delivery.account IS NOT NULL AND NOT EXISTS (
            SELECT FROM delivery AS newer
            WHERE newer.destination = delivery.destination AND newer.account = delivery.account
            AND newer.section = delivery.section AND newer.state = 'delivered' AND {Schema.IsNewer}))
        """;

    /// <summary>
    /// Lets those go on that waited for an attempt that ended: part of a statement with the row of that as <c>settled</c>, and
    /// the time as $7. One that is locked is being ended or claimed itself, and not waited for.
    /// </summary>
    public const string ReleaseWaiting = $"""
        UPDATE delivery SET due_at = $7
        WHERE id IN (SELECT other.id FROM delivery AS other JOIN settled
                ON other.destination = settled.destination AND other.account = settled.account AND other.section = settled.section
            WHERE other.account IS NOT NULL AND other.subject <> settled.subject AND other.state = 'retrying'
            AND other.reason = '{Reasons.OtherRegistrationUnderway}' AND other.due_at > $7
            FOR UPDATE OF other SKIP LOCKED)
        """;

    // Another space of numbers than that of the subjects.
    private const string LockStatement = "SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(chr(31), $1, $2, $3), 1))";

    // Before they are compared, so that what is being leased or ended is seen as it is afterwards.
    private const string LockRowsStatement = """
        SELECT id FROM delivery WHERE id IN (
            SELECT $4 UNION ALL
            SELECT id FROM delivery
            WHERE destination = $1 AND account = $2 AND section = $3 AND account IS NOT NULL
            AND state IN ('pending', 'sending', 'retrying', 'unmatched', 'blocked'))
        ORDER BY id FOR UPDATE
        """;

    // What is leased is left to its holder, and what may still take effect at the destination is waited for: as within a
    // subject, what waits to be repeated may have been sent before.
    private const string ClaimStatement = $"""
        WITH own AS MATERIALIZED (
            SELECT id, destination, subject, {Schema.Rank} AS rank, {Schema.HasNewer} AS is_overtaken
            FROM delivery WHERE id = $1 AND state = 'sending' AND attempts = $2),
        other AS MATERIALIZED (
            SELECT delivery.id, state, due_at, ({Schema.Rank}, delivery.id) > (own.rank, own.id) AS is_higher
            FROM delivery JOIN own ON delivery.destination = own.destination AND delivery.subject <> own.subject
            WHERE account = $3 AND section = $4 AND account IS NOT NULL
            AND state IN ('pending', 'sending', 'retrying', 'unmatched', 'blocked', 'delivered')),
        verdict AS MATERIALIZED (
            SELECT is_overtaken OR EXISTS (SELECT FROM other WHERE is_higher) AS is_superseded FROM own),
        written AS (
            UPDATE delivery SET account = $3, section = $4 FROM own WHERE delivery.id = own.id
            AND (account, delivery.section) IS DISTINCT FROM ($3, $4)),
        superseded AS (
            UPDATE delivery SET state = 'superseded', reason = '{Reasons.NewerResult}', due_at = NULL, updated_at = $5
            FROM other, verdict WHERE delivery.id = other.id AND NOT is_superseded
            AND (other.state IN ('pending', 'retrying', 'unmatched', 'blocked') OR other.state = 'sending' AND other.due_at <= $5))
        SELECT is_superseded, (SELECT max(due_at) FROM other WHERE state IN ('pending', 'retrying', 'sending')) FROM verdict
        """;

    /// <inheritdoc cref="ILedger.ClaimAsync"/>
    public static async Task<AccountClaim> ClaimAsync(Session session, Delivery delivery, string account)
    {
        var section = delivery.Result.Section.ToLowerInvariant();
        await using var batch = session.Batch()
            .LockSubjectOf(delivery.Id)
            .Add(LockStatement).Bind(delivery.Destination).Bind(account).Bind(section)
            .Add(LockRowsStatement).Bind(delivery.Destination).Bind(account).Bind(section).Bind(delivery.Id)
            .Add(ClaimStatement)
            .Bind(delivery.Id).Bind(delivery.Attempt).Bind(account).Bind(section).Bind(session.Now);
        var found = await batch.ReadAsync(
            static row => (IsSuperseded: row.Truth(0), Until: row.IntegerOrNull(1)), session.Cancel, set: 3);
        return found switch
        {
            [] => AccountClaim.LeaseLost,
            [{ IsSuperseded: true }] => AccountClaim.Superseded,
            [{ Until: { } until }] when until > session.Now => AccountClaim.WaitFor(TimeSpan.FromMilliseconds(until - session.Now)),
            _ => AccountClaim.GoAhead,
        };
    }
}
