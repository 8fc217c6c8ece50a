namespace FakeCampus.Vendor;

/// <summary>Where the verification key is put.</summary>
public enum KeyPlacement
{
    /// <summary><c>X-SmarterMeasure-Verification-Key</c>.</summary>
    Header,

    /// <summary><c>?VerificationKey=</c>.</summary>
    Query,

    /// <summary><c>?verificationkey=</c>, as in the vendor's own example.</summary>
    LowerCaseQuery,
}

/// <summary>The format of a body.</summary>
public enum BodyFormat
{
    Json,
    Xml,
}

/// <summary>What stands in Content-Type. The vendor documents nothing, so anything may.</summary>
public enum ContentTypeQuirk
{
    /// <summary>application/json or application/xml.</summary>
    Honest,

    WithCharset,

    /// <summary>application/x-www-form-urlencoded.</summary>
    Form,

    /// <summary>text/plain.</summary>
    PlainText,

    /// <summary>The other format's type.</summary>
    Swapped,

    None,
}

/// <summary>When a delivery that was not answered 200 is sent again.</summary>
/// <param name="Interval">The time between two attempts.</param>
/// <param name="Attempts">The attempts in all; then the event is discarded.</param>
public sealed record RetrySchedule(TimeSpan Interval, int Attempts)
{
    /// <summary>Every 15 minutes for 48 hours.</summary>
    public static RetrySchedule Vendor { get; } = new(TimeSpan.FromMinutes(15), 192);

    /// <summary>As often as the vendor, without waiting.</summary>
    public static RetrySchedule Immediate { get; } = new(TimeSpan.Zero, 192);

    public static RetrySchedule Never { get; } = new(TimeSpan.Zero, 1);
}

/// <summary>How the simulator delivers.</summary>
public sealed record VendorOptions
{
    /// <summary>The webhook's address without a key.</summary>
    public required Uri Webhook { get; init; }

    public required string VerificationKey { get; init; }

    public KeyPlacement KeyPlacement { get; init; }

    /// <summary>The format by event name: the vendor configures it for each event type.</summary>
    public Func<string, BodyFormat> FormatOf { get; init; } = _ => BodyFormat.Json;

    /// <summary>The Content-Type by event name.</summary>
    public Func<string, ContentTypeQuirk> ContentTypeOf { get; init; } = _ => ContentTypeQuirk.Honest;

    /// <summary>How often each event is sent, with the same id and body.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>The seed of a random order over all events of all students; null for the order of the scripts.</summary>
    public int? ShuffleSeed { get; init; }

    /// <summary>Events from strangers and broken ones, sent once each between the others.</summary>
    public IReadOnlyList<BadEvent> BadEvents { get; init; } = [];

    /// <summary>How many requests are in flight at once. With 1 and no retries, the order is kept.</summary>
    public int Concurrency { get; init; } = 1;

    public RetrySchedule Retries { get; init; } = RetrySchedule.Vendor;

    /// <summary>A request that takes longer is cancelled and counts as failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of timeouts and retry intervals.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
