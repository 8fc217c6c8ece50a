using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Receiving;

/// <summary>What a presented key is, from bad to good.</summary>
public enum KeyVerdict
{
    /// <summary>Missing, wrong, not yet or no longer valid.</summary>
    Rejected,

    /// <summary>The vendor's placeholder <c>{VerificationKey}</c>, which should have been replaced before sending.</summary>
    UnreplacedToken,

    /// <summary>A valid key.</summary>
    Accepted,
}

/// <summary>
/// Compares a presented key with every configured one. The work does not depend on whether or where it matches, nor on
/// the lengths: digests are compared, all of them, in constant time. Immutable and safe for use from many threads.
/// </summary>
public sealed class VerificationKeyRing
{
    private const string Token = "{VerificationKey}";
    private readonly ImmutableArray<Entry> _entries;

    /// <summary>Makes a ring of the configured keys.</summary>
    public VerificationKeyRing(ImmutableArray<VerificationKey> keys) =>
        _entries = [.. keys.Select(key => new Entry(Digest(key.Key), key.NotBefore, key.NotAfter))];

    /// <summary>Whether a text is the vendor's placeholder, in any casing, percent-encoded or not.</summary>
    public static bool IsUnreplacedToken(string? text) =>
        text is not null
        && Uri.UnescapeDataString(text).Trim().Equals(Token, StringComparison.OrdinalIgnoreCase);

    /// <summary>Judges a presented key.</summary>
    /// <param name="presented">The key as sent; null when there was none.</param>
    /// <param name="now">The time for the validity windows.</param>
    public KeyVerdict Judge(string? presented, DateTimeOffset now)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(presented ?? "", digest);

        var accepted = false;
        foreach (var entry in _entries)
        {
            var equal = CryptographicOperations.FixedTimeEquals(digest, entry.Digest);
            accepted |= equal & (entry.NotBefore is null || now >= entry.NotBefore)
                              & (entry.NotAfter is null || now < entry.NotAfter);
        }

        if (accepted && !string.IsNullOrEmpty(presented))
            return KeyVerdict.Accepted;

        return IsUnreplacedToken(presented) ? KeyVerdict.UnreplacedToken : KeyVerdict.Rejected;
    }

    /// <summary>Judges the keys that came with one request; the best one counts. All are always compared.</summary>
    /// <param name="presented">The keys as sent; none is like a wrong one.</param>
    /// <param name="now">The time for the validity windows.</param>
    public KeyVerdict Judge(ReadOnlySpan<string> presented, DateTimeOffset now)
    {
        var best = KeyVerdict.Rejected;
        foreach (var key in presented)
        {
            var verdict = Judge(key, now);
            best = verdict > best ? verdict : best;
        }

        return best;
    }

    private static byte[] Digest(string key)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        Digest(key, digest);
        return digest;
    }

    private static void Digest(string key, Span<byte> digest) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);

    private sealed record Entry(byte[] Digest, DateTimeOffset? NotBefore, DateTimeOffset? NotAfter);
}
