using System.Collections.Immutable;

namespace SmarterMeasure.Connector.Configuration;

/// <summary>
/// Which results a destination is to get, whether they are fetched anew first, and whether they are sent at all: read for each
/// destination.
/// </summary>
public sealed record DestinationRule
{
    /// <summary>Every result, as the webhook told it.</summary>
    public static DestinationRule None { get; } = new();

    /// <summary><c>When:Section</c>: one of these section codes, in any case; empty for any.</summary>
    public ImmutableArray<string> Sections { get; init; } = [];

    /// <summary><c>When:Readiness</c>: one of these, such as <c>fail</c>, in any case; empty for any.</summary>
    public ImmutableArray<string> Readiness { get; init; } = [];

    /// <summary>
    /// <c>When:Group</c>: a student of one of these groups, by the id or the name of the administrative or of the test
    /// takers' group, in any case; empty for any. No webhook tells the group: it is asked of the vendor's API.
    /// </summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary><c>When:Account</c>: a student of one of these accounts, by id or name, as with groups.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>
    /// <c>Refetch: true</c>: the webhook, whose body nobody signs, only hints that there is something; what is sent is what
    /// the vendor's API says at that time.
    /// </summary>
    public bool Refetches { get; init; }

    /// <summary>
    /// <c>Shadow</c>: deliveries go the whole way, but what would change something at the destination is written down in the
    /// ledger and not sent.
    /// </summary>
    public bool IsShadow { get; init; }

    /// <summary><c>Attempts</c>: which of a student's results in one section stands.</summary>
    public CountedAttempt Attempts { get; init; }

    /// <summary>Whether a result has to be placed, see <see cref="Forwarding.Placement"/>, before it is known to be wanted.</summary>
    public bool AsksForPlacement => !Groups.IsEmpty || !Accounts.IsEmpty;

    /// <summary>Whether it asks the vendor's API.</summary>
    public bool AsksApi => AsksForPlacement || Refetches;
}
