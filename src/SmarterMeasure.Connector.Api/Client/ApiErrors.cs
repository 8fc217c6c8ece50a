using System.Globalization;
using System.Text.Json;
using Refit;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>Turns answers that are none into exceptions that say what to do, and nothing of what was in them.</summary>
internal static class ApiErrors
{
    private const int LongestCode = 64;

    /// <summary>What an answer brought.</summary>
    /// <exception cref="SmarterMeasureApiException">It brought nothing that can be used.</exception>
    public static T Content<T>(IApiResponse<T> answer)
        where T : class
    {
        Check(answer);
        return answer.Content ?? throw Unreadable((int?)answer.StatusCode);
    }

    /// <summary>Makes sure that a call succeeded, whatever its body is.</summary>
    public static void Check(IApiResponse answer)
    {
        if (!answer.IsReceived)
            throw NotReceived(answer.Error?.InnerException ?? answer.Error);

        var status = (int)answer.StatusCode.GetValueOrDefault();
        if (status is < 200 or >= 300)
            throw Refused(status, (answer.Error as ApiException)?.Content);

        if (answer.Error is not null)
            throw Unreadable(status);
    }

    /// <summary>The exception of a call that never got an answer.</summary>
    public static SmarterMeasureApiException NotReceived(Exception? cause) => new(
        cause is OperationCanceledException or TimeoutException
            ? "The SmarterMeasure API did not answer in time."
            : "The SmarterMeasure API could not be reached, or broke its answer off.",
        status: null, code: null, isTransient: true);

    /// <summary>The exception of an answer that refuses.</summary>
    public static SmarterMeasureApiException Refused(int status, string? body)
    {
        var code = CodeIn(body);
        var what = string.Create(CultureInfo.InvariantCulture, $"The SmarterMeasure API answered {status}");
        var advice = (status, code) switch
        {
            (403, _) or (_, "AUTHENTICATIONFAILED") => "it does not accept Api:AccessKey and Api:Secret",
            (_, "INVALIDAUTHENTICATIONINFO") => "it cannot read the credentials that it was sent",
            (_, "INVALIDPROTOCOL") => "it wants HTTPS: see Api:BaseUrl",
            (404, _) => "it knows no such record",
            (>= 300 and < 400, _) => "it sends elsewhere, and that is not followed: see Api:BaseUrl",
            (429, _) => "it takes no more calls for now",
            (>= 500, _) => "it is in trouble",
            _ => "it does not take the call",
        };
        return new SmarterMeasureApiException(
            code is null ? $"{what}: {advice}." : $"{what} ({code}): {advice}.", status, code, status is 408 or 429 or >= 500);
    }

    private static SmarterMeasureApiException Unreadable(int? status) => new(
        "The SmarterMeasure API gave an answer that cannot be read.", status, code: null, isTransient: true);

    /// <summary>The error's code, wherever it stands; null when there is none, or something that is no code.</summary>
    private static string? CodeIn(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return null;

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var code = Member(Member(root, "RestException") ?? root, "Code")?.ToString();
            return code is { Length: > 0 and <= LongestCode } && code.All(char.IsAsciiLetterOrDigit)
                ? code.ToUpperInvariant()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;

        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }
}
