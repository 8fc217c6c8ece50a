namespace FakeCampus.Vendor;

/// <summary>What one attempt came to.</summary>
/// <param name="Status">The status answered; null when there was no answer.</param>
/// <param name="Failure">A code when there was none: <c>timeout</c>, or the kind of connection error.</param>
/// <param name="Took">From sending to the end of the answer.</param>
public sealed record DeliveryAttempt(int? Status, string? Failure, TimeSpan Took)
{
    /// <summary>The vendor's rule: 200 exactly, anything else is a failure.</summary>
    public bool Succeeded => Status == 200;
}

/// <summary>One event that was to be delivered, and its attempts.</summary>
public sealed record Delivery(
    string CallbackId, string Event, string UserId, BodyFormat Format, BadEvent? Bad, IReadOnlyList<DeliveryAttempt> Attempts)
{
    public bool Accepted => Attempts.Count > 0 && Attempts[^1].Succeeded;
}

/// <summary>The outcome of a run, in the order in which the events were first to be sent.</summary>
public sealed record VendorReport(IReadOnlyList<Delivery> Deliveries)
{
    /// <summary>The proper events; the bad ones are not among them.</summary>
    public IEnumerable<Delivery> Proper => Deliveries.Where(delivery => delivery.Bad is null);

    public IEnumerable<Delivery> Bad => Deliveries.Where(delivery => delivery.Bad is not null);

    public int Requests => Deliveries.Sum(delivery => delivery.Attempts.Count);

    public int Accepted => Proper.Count(delivery => delivery.Accepted);

    /// <summary>Proper events given up after the last attempt: lost for the school.</summary>
    public int Discarded => Proper.Count(delivery => !delivery.Accepted);

    /// <summary>How often each status was answered to proper events; 0 stands for no answer.</summary>
    public IReadOnlyDictionary<int, int> Statuses => Proper
        .SelectMany(delivery => delivery.Attempts)
        .CountBy(attempt => attempt.Status ?? 0)
        .ToDictionary();
}
