namespace SmarterMeasure.Connector.Api;

/// <summary>The vendor's API refused a call or could not take it. Neither its texts nor any body are in here.</summary>
public sealed class SmarterMeasureApiException : Exception
{
    internal SmarterMeasureApiException(string message, int? status, string? code, bool isTransient, Exception? inner = null)
        : base(message, inner) => (Status, Code, IsTransient) = (status, code, isTransient);

    /// <summary>The answer's HTTP status; null when there was no answer.</summary>
    public int? Status { get; }

    /// <summary>The error's code in upper case, such as <c>RESOURCENOTFOUND</c>; null when the answer had none.</summary>
    public string? Code { get; }

    /// <summary>
    /// Whether the same call may succeed later: after no answer, one that broke off or made no sense, a 5xx, 408 or 429.
    /// </summary>
    public bool IsTransient { get; }
}
