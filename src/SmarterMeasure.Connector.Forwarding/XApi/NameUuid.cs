using System.Security.Cryptography;
using System.Text;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>UUIDs of version 5 (RFC 9562): the same name in the same namespace is always the same UUID.</summary>
internal static class NameUuid
{
    private const int Length = 16;

    /// <summary>The UUID of a name.</summary>
    public static Guid Of(Guid space, string name)
    {
        byte[] text = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // The format asks for SHA-1; nothing is kept secret by it.
        var hash = SHA1.HashData(text).AsSpan(0, Length);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
