using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// Sees to it that of all deliveries to one account and section the one of the highest rank stands, whichever registration
/// each is of. Belongs to the writer's thread.
/// </summary>
internal sealed class AccountClaims
{
    /// <summary>Whether a delivery is the newest that its account got: it keeps a late result of another registration from being sent.</summary>
    public const string HoldsAccount = """
        (delivery.state = 'delivered' AND delivery.account IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM delivery AS newer
            WHERE newer.destination = delivery.destination AND newer.account = delivery.account
            AND newer.section = delivery.section AND newer.state = 'delivered'
            AND (newer.rank, newer.id) > (delivery.rank, delivery.id)))
        """;

    private readonly WriteSession _session;
    private readonly Statement _find;
    private readonly Statement _write;
    private readonly Statement _others;
    private readonly Statement _supersede;
    private readonly Statement _release;

    public AccountClaims(WriteSession session)
    {
        _session = session;
        _find = session.Prepare($"""
            SELECT subject, rank, {DeliveryTable.HasNewer}, account IS ?3 AND section IS ?4
            FROM delivery WHERE id = ?1 AND state = 'sending' AND attempts = ?2
            """);
        _write = session.Prepare("UPDATE delivery SET account = ?2, section = ?3 WHERE id = ?1");
        _others = session.Prepare("""
            SELECT id, state, due_at, (rank, id) > (?5, ?6) FROM delivery INDEXED BY delivery_account
            WHERE destination = ?1 AND account = ?2 AND section = ?3 AND subject <> ?4
            AND state IN ('pending', 'sending', 'retrying', 'unmatched', 'blocked', 'delivered')
            """);
        _supersede = session.Prepare($"""
            UPDATE delivery SET state = 'superseded', reason = '{Reasons.NewerResult}', due_at = NULL, updated_at = ?2 WHERE id = ?1
            """);
        _release = session.Prepare($"""
            UPDATE delivery INDEXED BY delivery_account SET due_at = ?3
            WHERE destination = ?2 AND account = (SELECT account FROM delivery WHERE id = ?1)
            AND section = (SELECT section FROM delivery WHERE id = ?1) AND subject <> (SELECT subject FROM delivery WHERE id = ?1)
            AND state = 'retrying' AND reason = '{Reasons.OtherRegistrationUnderway}' AND due_at > ?3
            """);
    }

    /// <inheritdoc cref="ILedger.ClaimAsync"/>
    public AccountClaim Claim(Delivery delivery, string account)
    {
        var section = delivery.Result.Section.ToLowerInvariant();
        if (Find(delivery, account, section) is not { } own)
            return AccountClaim.LeaseLost;

        if (!own.IsWritten)
        {
            using var write = _write.Start().Bind(delivery.Id).Bind(account).Bind(section);
            write.Step();
        }

        var others = own.IsOvertaken ? [] : ReadOthers(delivery, account, section, own);
        if (own.IsOvertaken || others.Exists(other => other.IsHigher))
            return AccountClaim.Superseded;

        // What is leased is left to its holder, and what may still take effect at the destination is waited for.
        foreach (var other in others.Where(other => other.IsWaiting || (other.State == DeliveryState.Sending && other.DueAt <= _session.Now)))
        {
            using var supersede = _supersede.Start().Bind(other.Id).Bind(_session.Now);
            supersede.Step();
        }

        var until = others.Where(other => other.MayTakeEffect).Max(other => other.DueAt) ?? 0;
        return until > _session.Now ? AccountClaim.WaitFor(TimeSpan.FromMilliseconds(until - _session.Now)) : AccountClaim.GoAhead;
    }

    /// <summary>Lets those go on that waited for an attempt that has ended.</summary>
    public void Release(Delivery ended)
    {
        using var release = _release.Start().Bind(ended.Id).Bind(ended.Destination).Bind(_session.Now);
        release.Step();
    }

    private Own? Find(Delivery delivery, string account, string section)
    {
        using var row = _find.Start().Bind(delivery.Id).Bind(delivery.Attempt).Bind(account).Bind(section);
        return row.Step() ? new Own(row.Text(0), row.Integer(1), row.Truth(2), row.Truth(3)) : null;
    }

    private List<Other> ReadOthers(Delivery delivery, string account, string section, Own own)
    {
        var others = new List<Other>();
        using var row = _others.Start()
            .Bind(delivery.Destination).Bind(account).Bind(section).Bind(own.Subject).Bind(own.Rank).Bind(delivery.Id);
        while (row.Step())
            others.Add(new Other(row.Integer(0), StateNames.DeliveryStateOf(row.Text(1)), row.IntegerOrNull(2), row.Truth(3)));

        return others;
    }

    private readonly record struct Own(string Subject, long Rank, bool IsOvertaken, bool IsWritten);

    private readonly record struct Other(long Id, DeliveryState State, long? DueAt, bool IsHigher)
    {
        public bool IsWaiting =>
            State is DeliveryState.Pending or DeliveryState.Retrying or DeliveryState.Unmatched or DeliveryState.Blocked;

        /// <summary>Until it is due: as within a subject, what waits to be repeated may have been sent before.</summary>
        public bool MayTakeEffect => State is DeliveryState.Pending or DeliveryState.Retrying or DeliveryState.Sending;
    }
}
