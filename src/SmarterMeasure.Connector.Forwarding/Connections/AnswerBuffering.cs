namespace SmarterMeasure.Connector.Forwarding.Connections;

/// <summary>
/// Reads answers whole, up to a limit, before Refit sees them: no answer can fill the memory, and one that breaks off
/// fails like any other lost connection and within the same time limit.
/// </summary>
internal sealed class AnswerBuffering : DelegatingHandler
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
