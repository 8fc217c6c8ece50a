using Polly.CircuitBreaker;
using SmarterMeasure.Connector.Forwarding.Credentials;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Connections;

/// <summary>Writes down the requests that change something, and keeps those of a trial from being sent.</summary>
/// <param name="describe">
/// Says what to record of a request and its body, for a target that is not plain HTTP; null for one that changes nothing.
/// </param>
internal sealed class RecordingHandler(Func<HttpRequestMessage, string, string?> describe) : DelegatingHandler
{
    /// <summary>Every method but GET and HEAD changes something; the body is what stands in it.</summary>
    public static string? Plain(HttpRequestMessage request, string body) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head ? null : body;

    /// <inheritdoc/>
    /// <exception cref="NotSentException">The request would change something, and this is a trial.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (RequestRecording.Current is not { } recording)
            return await base.SendAsync(request, cancellationToken);

        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        if (describe(request, body) is not { } shown)
            return await base.SendAsync(request, cancellationToken);

        var recorded = recording.Add(
            request.Method, request.RequestUri!.PathAndQuery, request.Content?.Headers.ContentType?.MediaType, shown);
        if (recording.IsTrial)
            throw new NotSentException();

        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception failure) when (WasNotSent(request, failure))
        {
            recording.TakeBack(recorded);
            throw;
        }
    }

    // One without a body may have been sent: where its connection ends before an answer it is sent on another by itself.
    private static bool WasNotSent(HttpRequestMessage request, Exception failure) => failure switch
    {
        CredentialException or RestingException or BrokenCircuitException => true,
        HttpRequestException { HttpRequestError: var error } => request.Content is not null
            && error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        _ => false,
    };
}
