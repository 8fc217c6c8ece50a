using System.Net;

namespace SmarterMeasure.Connector.Api;

/// <summary>The API did not do what was asked. Messages hold no personal data, no secret, and nothing of the answer's body.</summary>
public sealed class SmarterMeasureApiException : Exception
{
    internal SmarterMeasureApiException(string message) : base(message)
    {
    }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public int? Status { get; private init; }

    /// <summary>The vendor's code in upper case, for example <c>RESOURCENOTFOUND</c>; null when the answer names none.</summary>
    public string? Code { get; private init; }

    /// <summary>Whether the same call may succeed later: 5xx, 408, 429, no or an unreadable answer.</summary>
    public bool IsTransient { get; private init; }

    /// <summary>Whether no answer came: unreachable, broken off, or too late.</summary>
    public bool IsUnreachable { get; private init; }

    /// <summary>
    /// Whether the vendor may have done what was asked all the same. After creating a user: look for the user before
    /// trying again, or the student gets two assessments.
    /// </summary>
    public bool MayHaveHappened { get; private init; }

    internal TimeSpan? RetryAfter { get; private init; }

    internal static SmarterMeasureApiException Refused(HttpStatusCode answer, string? code, TimeSpan? retryAfter)
    {
        var status = (int)answer;
        var transient = status is >= 500 or 408 or 429;
        var reason = status switch
        {
            403 => "the access key or the secret is wrong, or the account may not do this",
            400 when code == "INVALIDAUTHENTICATIONINFO" => "it could not read the credentials",
            400 => "it refused the input",
            401 => "it wants other credentials",
            404 => "there is no such user or resource",
            429 => "it is asked too often",
            >= 300 and < 400 => "it redirects, which is not followed; check the base address",
            >= 500 => "it failed inside",
            _ => "it refused the request",
        };
        return new SmarterMeasureApiException(
            $"SmarterMeasure's API answered {status}{(code is null ? "" : $" ({code})")}: {reason}.")
        {
            Status = status, Code = code, IsTransient = transient, RetryAfter = retryAfter, MayHaveHappened = status is >= 500 or 408,
        };
    }

    internal static SmarterMeasureApiException Unreadable(HttpStatusCode answer) =>
        new($"SmarterMeasure's API answered {(int)answer} with a body that is empty, broken off, or no JSON of the expected kind.")
        {
            Status = (int)answer, IsTransient = true, MayHaveHappened = true,
        };

    internal static SmarterMeasureApiException Unreachable(HttpRequestError error) =>
        new($"SmarterMeasure's API cannot be reached ({error}).")
        {
            IsTransient = true,
            IsUnreachable = true,
            MayHaveHappened = error is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError),
        };

    internal static SmarterMeasureApiException TooLate(TimeSpan limit) =>
        new($"SmarterMeasure's API did not answer within {limit:c}.")
        {
            IsTransient = true, IsUnreachable = true, MayHaveHappened = true,
        };
}
