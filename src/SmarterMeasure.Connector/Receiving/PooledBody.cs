using System.Buffers;
using System.Security.Cryptography;

namespace SmarterMeasure.Connector.Receiving;

/// <summary>
/// A request body in a rented buffer. One owner at a time: whoever holds it disposes it, and
/// <see cref="Inbox.IInbox.AcceptAsync"/> takes the ownership over. The buffer is cleared before it goes back, because
/// it holds personal data.
/// </summary>
/// <param name="buffer">A buffer rented from <see cref="ArrayPool{T}.Shared"/>.</param>
/// <param name="length">How many of its bytes are the body.</param>
public sealed class PooledBody(byte[] buffer, int length) : IDisposable
{
    private byte[]? _buffer = buffer;

    /// <summary>How many bytes the body has or had.</summary>
    public int Length => length;

    /// <summary>The body's bytes.</summary>
    /// <exception cref="ObjectDisposedException">The body was given back.</exception>
    public ReadOnlySpan<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsSpan(0, length);
        }
    }

    /// <summary>The body's bytes, for a store that hands them on without a copy; not to be kept past the disposal.</summary>
    /// <exception cref="ObjectDisposedException">The body was given back.</exception>
    internal ReadOnlyMemory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, length);
        }
    }

    /// <summary>Rents a buffer and copies <paramref name="bytes"/> into it.</summary>
    public static PooledBody CopyOf(ReadOnlySpan<byte> bytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(buffer);
        return new PooledBody(buffer, bytes.Length);
    }

    /// <summary>The body's SHA-256: tells a repeated delivery from a conflicting one.</summary>
    public byte[] ComputeHash() => SHA256.HashData(Span);

    /// <summary>Gives the buffer back; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is not { } rented)
            return;

        rented.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(rented);
    }
}
