using System.Collections.Immutable;

namespace SmarterMeasure.Connector.Configuration;

/// <summary>The configuration section <c>SmarterMeasure</c>, read and checked. Immutable; a reload makes a new one.</summary>
public sealed record ConnectorSettings
{
    /// <summary>The configuration section's name.</summary>
    public const string SectionName = "SmarterMeasure";

    /// <summary>The path of the webhook when none is configured.</summary>
    public const string DefaultPath = "/webhooks/smartermeasure";

    /// <summary>The accepted verification keys; the vendor gives one key for all events and knows no overlap at a change.</summary>
    public ImmutableArray<VerificationKey> VerificationKeys { get; init; } = [];

    /// <summary>The largest accepted body in bytes: 1 KiB to 64 MiB, by default 1 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// The time from a request's start to its durable commit, by default 8 s: the vendor gives up at 10 s, so up to 9 s
    /// are allowed. Past it the answer is 503.
    /// </summary>
    public TimeSpan CommitBudget { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The inbox's connection string.</summary>
    public string ConnectionString { get; init; } = "Data Source=smartermeasure.db";

    /// <summary>
    /// How long an event that came to its end is kept: 3 to 3650 days, by default 30. Deduplication lasts as long, so it must
    /// outlive the vendor's 48 hours of repetition.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>In which order a student is looked up: <c>internal_id</c>, <c>custom_data:NAME</c>, <c>email</c>.</summary>
    public ImmutableArray<string> Identity { get; init; } = [IdentityKeys.InternalId, IdentityKeys.Email];

    /// <summary>How events are handled.</summary>
    public DispatchSettings Dispatch { get; init; } = new();

    /// <summary>How deliveries are sent.</summary>
    public ForwardingSettings Forwarding { get; init; } = new();

    /// <summary>How the vendor's REST API is reached; null when it is not configured.</summary>
    public ApiSettings? Api { get; init; }

    /// <summary>How what the webhooks missed is fetched.</summary>
    public ReconcileSettings Reconcile { get; init; } = new();

    /// <summary>How what was delivered is read back.</summary>
    public VerifySettings Verify { get; init; } = new();

    /// <summary>Which results each destination is to get, by its name in lower case.</summary>
    public ImmutableSortedDictionary<string, DestinationRule> Rules { get; init; } =
        ImmutableSortedDictionary<string, DestinationRule>.Empty;

    /// <summary>The raw configuration of each destination, by its name in lower case.</summary>
    public ImmutableSortedDictionary<string, SettingsSection> Destinations { get; init; } =
        ImmutableSortedDictionary<string, SettingsSection>.Empty;

    /// <summary>The rule of a destination; one that lets everything pass when none is configured.</summary>
    public DestinationRule RuleOf(string destination) =>
        Rules.GetValueOrDefault(destination.ToLowerInvariant(), DestinationRule.None);
}

/// <summary>A key that the vendor sends with each request.</summary>
/// <param name="Name">A name for logs; the key itself is never shown.</param>
/// <param name="Key">The secret.</param>
/// <param name="NotBefore">From when it counts; null for always.</param>
/// <param name="NotAfter">Until when it counts; null for ever.</param>
public sealed record VerificationKey(string Name, string Key, DateTimeOffset? NotBefore, DateTimeOffset? NotAfter)
{
    /// <summary>The key's name, not the key.</summary>
    public override string ToString() => $"VerificationKey {{ Name = {Name} }}";
}

/// <summary>How events are handled: section <c>Dispatch</c>.</summary>
public sealed record DispatchSettings
{
    /// <summary>How many events are handled at a time, each of another user: 1 to 256, by default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>After how many attempts an event is dead: 1 to 100, by default 8.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>How long one event's handlers may run together: 1 s to 1 h, by default 60 s.</summary>
    public TimeSpan HandlerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How attempts are spaced.</summary>
    public RetrySettings Retry { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
}

/// <summary>How deliveries are sent: section <c>Forwarding</c>.</summary>
public sealed record ForwardingSettings
{
    /// <summary>After how many failures a delivery is dead: 1 to 1000, by default 100 (two to four days: longer than a weekend's outage).</summary>
    public int MaxAttempts { get; init; } = 100;

    /// <summary>How long one attempt may take: 1 s to 10 min, by default 30 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After how long an unmatched student is looked up again: 1 s to 7 d, by default 1 h. It doubles with each attempt, up to a
    /// day, or stays as it is where it is longer.
    /// </summary>
    public TimeSpan UnmatchedRecheck { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How attempts are spaced.</summary>
    public RetrySettings Retry { get; init; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromHours(1));
}

/// <summary>How what was delivered is read back: section <c>Verify</c>.</summary>
public sealed record VerifySettings
{
    /// <summary>How long after the end of one run the next begins: 1 h to 90 d; null for never, the default.</summary>
    public TimeSpan? Every { get; init; }
}

/// <summary>Exponential back-off: section <c>Retry</c>.</summary>
/// <param name="BaseDelay">The mean delay after the first failure; doubles with each further one.</param>
/// <param name="MaxDelay">The longest delay.</param>
public sealed record RetrySettings(TimeSpan BaseDelay, TimeSpan MaxDelay);

/// <summary>The entries of <see cref="ConnectorSettings.Identity"/>.</summary>
public static class IdentityKeys
{
    /// <summary>The school's own id of the student.</summary>
    public const string InternalId = "internal_id";

    /// <summary>The e-mail address, where exactly one account has exactly that address.</summary>
    public const string Email = "email";

    /// <summary>What comes before the name of a custom field of the registration: <c>custom_data:NAME</c>.</summary>
    public const string CustomDataPrefix = "custom_data:";
}
