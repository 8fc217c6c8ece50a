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

    private readonly StringBuilder _text = new();

    private RequestRecording(bool isTrial) => IsTrial = isTrial;

    /// <summary>The recording of the attempt under way; null outside of one.</summary>
    public static RequestRecording? Current => Ambient.Value;

    /// <summary>Whether changes are only written down and not sent.</summary>
    public bool IsTrial { get; }

    /// <summary>What was recorded; null for nothing.</summary>
    public string? Text
    {
        get { lock (_text) return _text.Length == 0 ? null : _text.ToString(); }
    }

    /// <summary>Begins a recording for the calls that follow in this flow of control.</summary>
    public static RequestRecording Begin(bool isTrial) => Ambient.Value = new RequestRecording(isTrial);

    /// <summary>Writes a request down.</summary>
    public void Add(HttpMethod method, string target, string? mediaType, string body)
    {
        lock (_text)
        {
            if (_text.Length > 0)
                _text.Append("\n\n");
            _text.Append(CultureInfo.InvariantCulture, $"{method} {target}");
            if (mediaType is not null)
                _text.Append(CultureInfo.InvariantCulture, $"\nContent-Type: {mediaType}");
            if (body.Length > 0)
                _text.Append("\n\n").Append(body);
        }
    }
}

/// <summary>A trial reached the first request that would change something.</summary>
internal sealed class NotSentException() : Exception("A trial sends no changes.");
