using System.Text.Json;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// The writes to the ledger's table. Of one subject at most one row is open (pending, retrying, unmatched or blocked), the
/// newest by (rank, id), and besides it an older one may still be under way. Belongs to the writer's thread.
/// </summary>
internal sealed class DeliveryTable
{
    /// <summary>Whether a delivery has a newer one of its subject.</summary>
    public const string HasNewer = """
        EXISTS (SELECT 1 FROM delivery AS newer
            WHERE newer.destination = delivery.destination AND newer.subject = delivery.subject
            AND (newer.rank, newer.id) > (delivery.rank, delivery.id))
        """;

    /// <summary>The request that stays when a delivery is shadowed no longer: what one in shadow wrote down was never sent.</summary>
    public const string SentRequest = "iif(state = 'shadowed', NULL, request)";

    private readonly WriteSession _session;
    private readonly ReadyWork _ready;
    private readonly AccountClaims _claims;
    private readonly Statement _isOvertaken;
    private readonly Statement _store;
    private readonly Statement _hasNewer;
    private readonly Statement _overtake;
    private readonly Statement _dropExpired;
    private readonly Statement _due;
    private readonly Statement _lease;
    private readonly Statement _settle;
    private readonly Statement _postpone;
    private readonly Statement _account;

    public DeliveryTable(WriteSession session, ReadyWork ready, AccountClaims claims)
    {
        (_session, _ready, _claims) = (session, ready, claims);
        _isOvertaken = session.Prepare(
            "SELECT EXISTS (SELECT 1 FROM delivery WHERE destination = ?1 AND subject = ?2 AND rank > ?3)");
        // Due no earlier than what it overtakes: the destination may still be at work on that. (The max of a null is null.) And
        // with its account, so that another registration of the student waits for the same.
        _store = session.Prepare($"""
            INSERT INTO delivery (event_id, callback_id, destination, operation, subject, version, payload,
                created_at, updated_at, state, reason, due_at, user_id, rank, section, account)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, max(?11, coalesce((
                SELECT max(due_at) FROM delivery INDEXED BY delivery_open WHERE destination = ?3 AND subject = ?5
                AND state IN ('pending', 'retrying') AND {Schema.OpenDeliveries}), ?11)), ?12, ?13, ?14, (
                SELECT max(account) FROM delivery INDEXED BY delivery_open WHERE destination = ?3 AND subject = ?5
                AND {Schema.WaitingDeliveries} AND {Schema.OpenDeliveries}))
            ON CONFLICT (destination, operation) DO NOTHING
            """);
        _overtake = session.Prepare($"""
            UPDATE delivery INDEXED BY delivery_open
            SET state = 'superseded', reason = '{Reasons.NewerResult}', due_at = NULL, updated_at = ?4, request = {SentRequest}
            WHERE destination = ?1 AND subject = ?2 AND id <> ?3
            AND state IN ('pending', 'retrying', 'unmatched', 'blocked', 'dead', 'shadowed') AND {Schema.OpenDeliveries}
            """);
        _dropExpired = session.Prepare($"""
            UPDATE delivery INDEXED BY delivery_open
            SET state = 'superseded', reason = '{Reasons.NewerResult}', due_at = NULL, updated_at = ?2
            WHERE destination = ?1 AND state = 'sending' AND {Schema.OpenDeliveries} AND due_at <= ?2 AND {HasNewer}
            """);
        _due = session.Prepare($"""
            SELECT id, callback_id, operation, attempts, failures, payload, remote_id,
                (SELECT account FROM account_map WHERE user_id = waiting.user_id AND account_map.destination = ?1),
                state = 'sending'
            FROM delivery AS waiting INDEXED BY delivery_due
            WHERE destination = ?1 AND due_at <= ?2
            AND NOT EXISTS (SELECT 1 FROM delivery INDEXED BY delivery_open
                WHERE destination = ?1 AND state = 'sending' AND {Schema.OpenDeliveries}
                AND subject = waiting.subject AND id <> waiting.id)
            ORDER BY due_at, id LIMIT ?3
            """);
        _lease = session.Prepare("""
            UPDATE delivery SET state = 'sending', attempts = attempts + 1, due_at = ?2, updated_at = ?3 WHERE id = ?1
            """);
        _hasNewer = session.Prepare($"SELECT {HasNewer} FROM delivery WHERE id = ?1");
        _settle = session.Prepare("""
            UPDATE delivery SET state = ?3, reason = ?4, due_at = ?5, failures = failures + ?6, updated_at = ?7,
                remote_id = coalesce(?8, remote_id), request = iif(?3 = 'shadowed', ?9, coalesce(?9, request))
            WHERE id = ?1 AND state = 'sending' AND attempts = ?2
            """);
        _postpone = session.Prepare($"""
            UPDATE delivery INDEXED BY delivery_open SET due_at = ?3
            WHERE destination = ?1 AND subject = (SELECT subject FROM delivery WHERE id = ?2)
            AND state IN ('pending', 'retrying', 'unmatched', 'blocked') AND {Schema.OpenDeliveries} AND due_at < ?3
            """);
        _account = session.Prepare("SELECT account FROM account_map WHERE user_id = ?1 AND destination = ?2");
    }

    /// <summary>Stores what a handled event wants delivered.</summary>
    public void Store(LeasedEvent cause, NewDelivery delivery, ReadOnlySpan<byte> payload)
    {
        var isOvertaken = IsOvertaken(delivery);
        using (var row = _store.Start()
            .Bind(cause.Id)
            .Bind(cause.CallbackId)
            .Bind(delivery.Destination)
            .Bind(delivery.Operation)
            .Bind(delivery.Subject)
            .Bind(delivery.Version.ToUnixTimeMilliseconds())
            .BindText(payload)
            .Bind(_session.Now)
            .Bind(StateNames.Of(isOvertaken ? DeliveryState.Superseded : DeliveryState.Pending))
            .Bind(isOvertaken ? Reasons.NewerResult : null)
            .Bind(isOvertaken ? null : _session.Now)
            .Bind(delivery.Result.Student.UserId)
            .Bind(delivery.Rank)
            .Bind(delivery.Result.Section.ToLowerInvariant()))
        {
            row.Step();
            if (_session.Changed == 0 || isOvertaken)
                return; // The operation is known, or a newer result is.
        }

        using var overtake = _overtake.Start()
            .Bind(delivery.Destination).Bind(delivery.Subject).Bind(_session.LastId).Bind(_session.Now);
        overtake.Step();
        _ready.MarkDelivery(delivery.Destination);
    }

    /// <summary>Takes deliveries that are due.</summary>
    public IReadOnlyList<Delivery> Lease(string destination, int max, TimeSpan lease)
    {
        // What was under way when its worker died, and is overtaken by now, is not sent again.
        using (var drop = _dropExpired.Start().Bind(destination).Bind(_session.Now))
            drop.Step();

        var leased = ReadDue(destination, max);
        foreach (var taken in leased)
        {
            using var update = _lease.Start()
                .Bind(taken.Id).Bind(_session.Now + (long)lease.TotalMilliseconds).Bind(_session.Now);
            update.Step();
        }

        return leased;
    }

    /// <summary>Ends an attempt; false when its lease was lost.</summary>
    public bool Settle(Delivery delivery, Settlement settlement)
    {
        var isOvertaken = settlement.State != DeliveryState.Delivered && HasNewerThan(delivery.Id);
        var isOpen = !isOvertaken && settlement.State is (DeliveryState.Retrying or DeliveryState.Unmatched or DeliveryState.Blocked);
        using var settle = _settle.Start()
            .Bind(delivery.Id)
            .Bind(delivery.Attempt)
            .Bind(StateNames.Of(isOvertaken ? DeliveryState.Superseded : settlement.State))
            .Bind(isOvertaken ? Reasons.NewerResult : settlement.Reason)
            .Bind(isOpen ? DueAt(delivery, settlement) : null)
            .Bind(settlement.IsFailure ? 1 : 0)
            .Bind(_session.Now)
            .Bind(settlement.RemoteId)
            .Bind(isOvertaken && settlement.State == DeliveryState.Shadowed ? null : settlement.Request);
        settle.Step();
        if (_session.Changed == 0)
            return false;

        if (isOvertaken && settlement.State == DeliveryState.Retrying)
            Postpone(delivery, settlement.DueAt);
        _claims.Release(delivery);
        _ready.MarkDelivery(delivery.Destination); // A newer one of its subject may have waited for the end.
        return true;
    }

    /// <summary>What overtook an attempt waits as long as its repetition would have: the destination may still be at work on it.</summary>
    private void Postpone(Delivery overtaken, DateTimeOffset until)
    {
        using var postpone = _postpone.Start()
            .Bind(overtaken.Destination).Bind(overtaken.Id).Bind(until.ToUnixTimeMilliseconds());
        postpone.Step();
    }

    /// <summary>Of one whose student was mapped while it was under way: at once.</summary>
    private long DueAt(Delivery delivery, Settlement settlement)
    {
        if (settlement.State is DeliveryState.Unmatched or DeliveryState.Blocked)
        {
            using var account = _account.Start().Bind(delivery.Result.Student.UserId).Bind(delivery.Destination);
            if (account.Step() && account.Text(0) != delivery.MappedTo)
                return _session.Now;
        }

        return settlement.DueAt.ToUnixTimeMilliseconds();
    }

    private bool IsOvertaken(NewDelivery delivery)
    {
        using var overtaken = _isOvertaken.Start()
            .Bind(delivery.Destination).Bind(delivery.Subject).Bind(delivery.Rank);
        overtaken.Step();
        return overtaken.Integer(0) == 1;
    }

    private bool HasNewerThan(long id)
    {
        using var newer = _hasNewer.Start().Bind(id);
        return newer.Step() && newer.Integer(0) == 1;
    }

    private List<Delivery> ReadDue(string destination, int max)
    {
        var leased = new List<Delivery>();
        using var due = _due.Start().Bind(destination).Bind(_session.Now).Bind(max);
        while (due.Step())
        {
            leased.Add(new Delivery
            {
                Id = due.Integer(0),
                CallbackId = due.Text(1),
                Destination = destination,
                Operation = due.Text(2),
                Attempt = (int)due.Integer(3) + 1,
                Failures = (int)due.Integer(4),
                Result = JsonSerializer.Deserialize(due.Bytes(5), LedgerJson.Default.SectionResult)!,
                RemoteId = due.TextOrNull(6),
                MappedTo = due.TextOrNull(7),
                IsUnclear = due.Integer(8) == 1,
            });
        }

        return leased;
    }
}
