using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

internal sealed partial class ReferenceStore
{
    private const string Waiting = "other_registration_underway";

    private readonly Dictionary<string, string> _accounts = new(StringComparer.Ordinal);

    public void Store(EventRow cause, NewDelivery delivery, DateTimeOffset now)
    {
        if (Deliveries.Exists(row => row.Operation == delivery.Operation))
            return;

        var ofSubject = Deliveries.Where(row => row.Subject == delivery.Subject).ToList();
        var isOvertaken = ofSubject.Exists(row => row.Rank > delivery.Rank);
        var dueAt = ofSubject.Where(row => row.State is DeliveryState.Pending or DeliveryState.Retrying)
            .Select(row => row.DueAt).Append(now).Max();
        var account = ofSubject.Where(row => row.IsOpen).Select(row => row.Account).Max(StringComparer.Ordinal);
        if (!isOvertaken)
        {
            foreach (var row in ofSubject.Where(row => row.State is not (DeliveryState.Delivered or DeliveryState.Sending)))
                Supersede(row);
        }

        Deliveries.Add(new DeliveryRow
        {
            Id = ++_lastId,
            Cause = cause,
            User = delivery.Result.Student.UserId,
            Operation = delivery.Operation,
            Subject = delivery.Subject,
            Rank = delivery.Rank,
            Section = delivery.Result.Section.ToLowerInvariant(),
            Account = account,
            DueAt = dueAt,
            State = isOvertaken ? DeliveryState.Superseded : DeliveryState.Pending,
        });
    }

    public List<DeliveryRow> LeaseDeliveries(int max, TimeSpan lease, DateTimeOffset now)
    {
        foreach (var row in Deliveries.Where(row => row.State == DeliveryState.Sending && row.DueAt <= now && HasNewer(row)))
            row.State = DeliveryState.Superseded;

        var taken = Deliveries
            .Where(row => row.IsOpen && row.DueAt <= now && !Deliveries.Exists(
                other => other != row && other.Subject == row.Subject && other.State == DeliveryState.Sending))
            .OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(max).ToList();
        foreach (var row in taken)
            (row.IsUnclear, row.State, row.Attempts, row.DueAt) =
                (row.State == DeliveryState.Sending, DeliveryState.Sending, row.Attempts + 1, now + lease);

        return taken;
    }

    public bool Settle(DeliveryRow row, Delivery taken, Settlement settlement, DateTimeOffset now)
    {
        if (row.State != DeliveryState.Sending || row.Attempts != taken.Attempt)
            return false;

        row.State = settlement.State != DeliveryState.Delivered && HasNewer(row)
            ? DeliveryState.Superseded
            : settlement.State;
        if (row.State == DeliveryState.Shadowed)
            row.Request = settlement.Request;
        else if (settlement.State != DeliveryState.Shadowed)
            row.Request = settlement.Request ?? row.Request;
        row.DueAt = row.State is DeliveryState.Unmatched or DeliveryState.Blocked && AccountOf(row) is { } account && account != taken.MappedTo
            ? now
            : settlement.DueAt;
        if (row.State == DeliveryState.Superseded && settlement.State == DeliveryState.Retrying)
        {
            foreach (var newer in Deliveries.Where(each => each.Subject == row.Subject && each.DueAt < settlement.DueAt
                && each.State is DeliveryState.Pending or DeliveryState.Retrying or DeliveryState.Unmatched or DeliveryState.Blocked))
                newer.DueAt = settlement.DueAt;
        }

        foreach (var released in OthersOf(row).Where(each => each.State == DeliveryState.Retrying && each.WaitsForOther && each.DueAt > now))
            released.DueAt = now;

        row.WaitsForOther = settlement.Reason == Waiting;
        row.RemoteId = settlement.RemoteId ?? row.RemoteId;
        row.Failures += settlement.IsFailure ? 1 : 0;
        return true;
    }

    public AccountClaim Claim(DeliveryRow row, Delivery taken, string account, DateTimeOffset now)
    {
        if (row.State != DeliveryState.Sending || row.Attempts != taken.Attempt)
            return AccountClaim.LeaseLost;

        (row.Account, row.Section) = (account, taken.Result.Section.ToLowerInvariant());
        var others = OthersOf(row).Where(other => other.IsOpen || other.State == DeliveryState.Delivered).ToList();
        if (HasNewer(row) || others.Exists(other => IsNewer(other, row)))
            return AccountClaim.Superseded;

        var until = others
            .Where(other => other.State is DeliveryState.Pending or DeliveryState.Retrying or DeliveryState.Sending)
            .Select(other => other.DueAt).Append(now).Max();
        foreach (var other in others.Where(other => other.IsWaiting || (other.State == DeliveryState.Sending && other.DueAt <= now)))
            Supersede(other);
        return until > now ? AccountClaim.WaitFor(until - now) : AccountClaim.GoAhead;
    }

    public RetryOutcome Retry(DeliveryRow row, DateTimeOffset now)
    {
        switch (row.State)
        {
            case DeliveryState.Pending or DeliveryState.Sending:
                return RetryOutcome.Underway;
            case DeliveryState.Delivered:
                return RetryOutcome.AlreadyDelivered;
            case DeliveryState.Superseded:
                return RetryOutcome.Superseded;
        }

        if (HasNewer(row))
            return RetryOutcome.Superseded;
        if (!row.HasResult)
            return RetryOutcome.Erased;

        ForgetUnsent(row);
        (row.State, row.DueAt, row.Failures) = (DeliveryState.Pending, now, 0);
        return RetryOutcome.Queued;
    }

    public int? Map(DeliveryRow row, string account, DateTimeOffset now)
    {
        if (row.User is null)
            return null;

        _accounts[row.User] = account;
        var queued = Deliveries.Where(each => each.User == row.User
            && each.State is DeliveryState.Unmatched or DeliveryState.Blocked).ToList();
        foreach (var each in queued)
            (each.State, each.DueAt, each.Failures, each.Account) = (DeliveryState.Pending, now, 0, null);
        return queued.Count;
    }

    public string? AccountOf(DeliveryRow row) => row.User is null ? null : _accounts.GetValueOrDefault(row.User);

    public static bool Discard(DeliveryRow row)
    {
        if (row.State is not (DeliveryState.Pending or DeliveryState.Retrying or DeliveryState.Unmatched or DeliveryState.Blocked))
            return false;

        row.State = DeliveryState.Dead;
        return true;
    }

    private static void Supersede(DeliveryRow row)
    {
        ForgetUnsent(row);
        row.State = DeliveryState.Superseded;
    }

    private static void ForgetUnsent(DeliveryRow row)
    {
        if (row.State == DeliveryState.Shadowed)
            row.Request = null;
    }

    public bool HasNewer(DeliveryRow row) =>
        Deliveries.Exists(other => other.Subject == row.Subject && IsNewer(other, row));

    /// <summary>Whether it is the newest that its account got.</summary>
    public bool HoldsAccount(DeliveryRow row) => row is { State: DeliveryState.Delivered, Account: not null }
        && !Deliveries.Exists(other => other.State == DeliveryState.Delivered && other.Account == row.Account
            && other.Section == row.Section && IsNewer(other, row));

    private static bool IsNewer(DeliveryRow one, DeliveryRow other) => (one.Rank, one.Id).CompareTo((other.Rank, other.Id)) > 0;

    private IEnumerable<DeliveryRow> OthersOf(DeliveryRow row) => Deliveries.Where(other => row.Account is not null
        && other.Account == row.Account && other.Section == row.Section && other.Subject != row.Subject);
}
