using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using SmarterMeasure.Connector.Hosting.Output;

namespace SmarterMeasure.Connector.Hosting.Triggering;

/// <summary>Sends bodies as the vendor does: with the key in the header or in the URL, and no more than 10 s for an answer.</summary>
/// <param name="url">The webhook.</param>
/// <param name="key">The verification key.</param>
/// <param name="keyInQuery">Whether it goes into the URL.</param>
internal sealed class TriggerRun(Uri url, string key, bool keyInQuery) : IDisposable
{
    private const string Header = "X-SmarterMeasure-Verification-Key";
    private const string Parameter = "VerificationKey";
    private const int AtATime = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A redirect would be a failure to the vendor, and carry the key to another host.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };

    /// <summary>Sends each body once, several at a time.</summary>
    /// <returns>How often each status came.</returns>
    public async Task<IReadOnlyDictionary<string, int>> SendAsync(
        IEnumerable<byte[]> bodies, string contentType, Progress progress, CancellationToken cancel)
    {
        var answers = new ConcurrentDictionary<string, int>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancel };
        await Parallel.ForEachAsync(bodies, options, async (body, stop) =>
        {
            answers.AddOrUpdate(await SendAsync(body, contentType, stop), 1, static (_, count) => count + 1);
            progress.Advance();
        });
        return new SortedDictionary<string, int>(answers, StringComparer.Ordinal);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> SendAsync(byte[] body, string contentType, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, keyInQuery ? WithKey() : url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (!keyInQuery)
            request.Headers.TryAddWithoutValidation(Header, key);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return "unreachable";
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "timeout";
        }
    }

    private Uri WithKey()
    {
        var assignment = $"{Parameter}={Uri.EscapeDataString(key)}";
        var query = url.Query.Length > 1 ? $"{url.Query[1..]}&{assignment}" : assignment;
        return new UriBuilder(url) { Query = query }.Uri;
    }
}
