using System.Buffers;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>
/// The body of an answer in a rented buffer: a page of results is so large that one made anew for each would stay in memory
/// for long. Cleared before it goes back, because it holds personal data.
/// </summary>
internal sealed class AnswerBody : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads to the end.</summary>
    /// <exception cref="IOException">It broke off, or is longer than <paramref name="limit"/>.</exception>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, int limit, CancellationToken cancel)
    {
        var body = new AnswerBody();
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancel);
            while (await stream.ReadAsync(body.Free(), cancel) is > 0 and var read)
            {
                body._length += read;
                if (body._length > limit)
                    throw new IOException("The answer is too long.");
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Gives the buffer back; a second call does nothing.</summary>
    public void Dispose()
    {
        var rented = Interlocked.Exchange(ref _buffer, []);
        if (rented.Length > 0)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    private Memory<byte> Free()
    {
        if (_length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * _length);
            Memory.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }

        return _buffer.AsMemory(_length);
    }
}
