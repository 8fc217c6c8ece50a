using System.Buffers;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>Reads a request's body into a rented buffer.</summary>
internal static class BodyReading
{
    private const int FirstRent = 16 * 1024;

    /// <summary>Reads the whole body.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="declared">Its declared length, at most <paramref name="limit"/>; null when unknown.</param>
    /// <param name="limit">The most bytes to accept.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The body, the caller's to dispose; null when it is longer than the limit.</returns>
    public static async ValueTask<PooledBody?> ReadAsync(
        Stream body, long? declared, int limit, CancellationToken cancel)
    {
        // One byte more than expected, so that the read that finds the end has room.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(declared ?? Math.Min(FirstRent, limit)) + 1);
        var length = 0;
        try
        {
            while (length <= limit)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer);

                var read = await body.ReadAsync(buffer.AsMemory(length), cancel);
                if (read == 0)
                {
                    var whole = new PooledBody(buffer, length);
                    buffer = [];
                    return whole;
                }

                length += read;
            }

            return null;
        }
        finally
        {
            GiveBack(buffer);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        GiveBack(full);
        return larger;
    }

    // Cleared, because it may hold personal data. An empty array was handed on, not rented.
    private static void GiveBack(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }
}
