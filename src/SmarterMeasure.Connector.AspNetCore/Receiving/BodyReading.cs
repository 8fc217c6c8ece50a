using System.Buffers;
using System.IO.Pipelines;
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
    /// <exception cref="OperationCanceledException">The reading was ended; the server can still drop the rest.</exception>
    public static async ValueTask<PooledBody?> ReadAsync(
        PipeReader body, long? declared, int limit, CancellationToken cancel)
    {
        // Not by a token in ReadAsync: the server would take that read as going on for ever, fail at dropping the rest of
        // the body, and log an error for each such request.
        using var ending = cancel.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), body);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(declared ?? Math.Min(FirstRent, limit)));
        var length = 0;
        try
        {
            while (true)
            {
                var result = await body.ReadAsync(CancellationToken.None);
                var read = result.Buffer;
                if (result.IsCanceled)
                {
                    body.AdvanceTo(read.Start);
                    throw new OperationCanceledException(cancel);
                }

                var isTooLong = read.Length > limit - length;
                if (!isTooLong)
                {
                    if (buffer.Length - length < read.Length)
                        buffer = Grow(buffer, length + (int)read.Length);
                    read.CopyTo(buffer.AsSpan(length));
                    length += (int)read.Length;
                }

                body.AdvanceTo(read.End);
                if (isTooLong)
                    return null;

                if (result.IsCompleted)
                {
                    var whole = new PooledBody(buffer, length);
                    buffer = [];
                    return whole;
                }
            }
        }
        finally
        {
            GiveBack(buffer);
        }
    }

    private static byte[] Grow(byte[] full, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(full.Length * 2, needed));
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
