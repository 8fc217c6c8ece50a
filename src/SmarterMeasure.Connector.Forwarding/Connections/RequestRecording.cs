using System.Globalization;
using System.Text;

namespace SmarterMeasure.Connector.Forwarding.Connections;

/// <summary>
/// What one attempt changes at a target, as text that a person can read: method, address, media type and body, without the
/// headers that hold secrets. Follows the attempt through its calls.
/// </summary>
internal sealed class RequestRecording
{
    private static readonly AsyncLocal<RequestRecording?> Ambient = new();

    private readonly List<string> _requests = [];

    private RequestRecording(bool isTrial) => IsTrial = isTrial;

    /// <summary>The recording of the attempt under way; null outside of one.</summary>
    public static RequestRecording? Current => Ambient.Value;

    /// <summary>Whether changes are only written down and not sent.</summary>
    public bool IsTrial { get; }

    /// <summary>What was recorded; null for nothing.</summary>
    public string? Text
    {
        get { lock (_requests) return _requests.Count == 0 ? null : string.Join("\n\n", _requests); }
    }

    /// <summary>Begins a recording for the calls that follow in this flow of control.</summary>
    public static RequestRecording Begin(bool isTrial) => Ambient.Value = new RequestRecording(isTrial);

    /// <summary>Writes a request down, and gives what was written.</summary>
    public string Add(HttpMethod method, string target, string? mediaType, string body)
    {
        var text = new StringBuilder($"{method} {target}");
        if (mediaType is not null)
            text.Append(CultureInfo.InvariantCulture, $"\nContent-Type: {mediaType}");
        if (body.Length > 0)
            text.Append("\n\n").Append(body);

        var request = text.ToString();
        lock (_requests)
            _requests.Add(request);
        return request;
    }

    /// <summary>Takes back what was written of a request that was not sent after all.</summary>
    public void TakeBack(string request)
    {
        lock (_requests)
            _requests.Remove(request);
    }
}

/// <summary>A trial reached the first request that would change something.</summary>
internal sealed class NotSentException() : Exception("A trial sends no changes.");
