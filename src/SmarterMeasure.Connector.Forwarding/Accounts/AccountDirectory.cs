using System.Collections.Immutable;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Accounts;

/// <summary>Looks for the one account of one value of one identity, such as an e-mail address.</summary>
internal delegate Task<TargetLookup> AccountSearch(string identity, string value, CancellationToken cancel);

/// <summary>
/// Who is who at one destination: the account that an operator named, else what the configured chain of identities leads to.
/// What was found is remembered for an hour, what was not is looked for again. Safe for use from many threads.
/// </summary>
internal sealed class AccountDirectory(ImmutableArray<string> identities, TimeProvider clock) : IDisposable
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly MemoryCache _found = new(new MemoryCacheOptions
    {
        SizeLimit = MaxRemembered,
        Clock = new CacheClock(clock),
    });

    /// <summary>Finds a delivery's student, going on to the next identity while the target knows none.</summary>
    public async Task<TargetLookup> FindAsync(Delivery delivery, AccountSearch search, CancellationToken cancel) =>
        delivery.MappedTo is { } mapped ? TargetLookup.Found(mapped) : await FindAsync(delivery.Result.Student, search, cancel);

    /// <summary>Finds a student, going on to the next identity while the target knows none.</summary>
    public async Task<TargetLookup> FindAsync(StudentRef student, AccountSearch search, CancellationToken cancel)
    {
        var key = KeyOf(student);
        if (_found.TryGetValue(key, out TargetLookup? remembered))
            return remembered!;

        var lookup = TargetLookup.WithoutIdentity;
        foreach (var identity in identities)
        {
            if (ValueOf(student, identity) is not { } value)
                continue;

            lookup = await search(identity, value, cancel);
            if (lookup != TargetLookup.Unknown)
                break;
        }

        if (lookup.Id is not null)
            _found.Set(key, lookup, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
        return lookup;
    }

    /// <summary>Forgets a student whose account turned out to be gone.</summary>
    public void Forget(StudentRef student) => _found.Remove(KeyOf(student));

    /// <inheritdoc/>
    public void Dispose() => _found.Dispose();

    // All that the student can be looked for by: what led to the account does not count once any of it is another. With their
    // lengths, so that no two students are written the same.
    private string KeyOf(StudentRef student) => string.Concat(
        identities.Select(identity => ValueOf(student, identity) is { } value ? $"{value.Length}:{value}" : "-"));

    private static string? ValueOf(StudentRef student, string identity)
    {
        var value = identity switch
        {
            IdentityKeys.InternalId => student.InternalId,
            IdentityKeys.Email => student.Email,
            _ => student.CustomData?.GetValueOrDefault(identity[IdentityKeys.CustomDataPrefix.Length..]),
        };
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    private sealed class CacheClock(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
