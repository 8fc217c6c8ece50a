using System.Net;
using System.Text.Json;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Reads what a Canvas answer means for a delivery. Only status codes reach a reason: an error's text may name the
/// student, and Refit's exceptions hold the request with its token, so neither goes any further than here.
/// </summary>
internal sealed class CanvasAnswers(CanvasQuota quota)
{
    private static readonly TimeSpan UnauthorizedPause = TimeSpan.FromMinutes(5);

    /// <summary>What follows from a failed lookup of a student; null when the call succeeded.</summary>
    public DeliveryOutcome? LookupFailure<T>(IApiResponse<T> answer) =>
        FailureOf(answer, "canvas_lookup")
        ?? (answer.HasContent ? null : DeliveryOutcome.Retry("canvas_lookup_unreadable"));

    /// <summary>What follows from a failed grade; null when Canvas has it.</summary>
    public DeliveryOutcome? GradeFailure(IApiResponse answer)
    {
        // A student whom the assignment is not for is refused with 401 too: no reason to stop the others' grades.
        var failure = FailureOf(answer, "canvas");
        return failure is not null && IsRefusedPermission(answer) ? DeliveryOutcome.Retry("canvas_denied") : failure;
    }

    private DeliveryOutcome? FailureOf(IApiResponse answer, string call)
    {
        if (!answer.IsReceived)
            return DeliveryOutcome.Retry(TimedOut(answer) ? $"{call}_timeout" : $"{call}_unreachable");

        quota.Observe(answer.Headers);
        return (int)answer.StatusCode switch
        {
            >= 200 and < 300 => IsReadable(answer) ? null : DeliveryOutcome.Retry($"{call}_unreadable"),
            401 => DeliveryOutcome.Pause("unauthorized", UnauthorizedPause),
            429 => Throttled(answer),
            403 when IsThrottle(answer) => Throttled(answer),
            (400 or (> 401 and not 408 and < 500)) and var refused => DeliveryOutcome.Dead($"{call}_{refused}"),
            var failed => DeliveryOutcome.Retry($"{call}_{failed}", quota.RetryAfter(answer.Headers)),
        };
    }

    private DeliveryOutcome Throttled(IApiResponse answer) =>
        DeliveryOutcome.Pause("throttled", quota.PauseAfter(answer.Headers));

    private static bool TimedOut(IApiResponse answer) => answer.Error?.InnerException is OperationCanceledException;

    // Hosted Canvas answers 429 since October 2025; before, and on older installations, it is a 403 that says so.
    private static bool IsThrottle(IApiResponse answer) =>
        TextOf(answer).Contains("Rate Limit Exceeded", StringComparison.OrdinalIgnoreCase);

    // A bad token is challenged; a good one that may not do this gets a body that says so, and no challenge.
    private static bool IsRefusedPermission(IApiResponse answer)
    {
        if (answer is not { StatusCode: HttpStatusCode.Unauthorized, Headers.WwwAuthenticate.Count: 0 })
            return false;

        try
        {
            return JsonSerializer.Deserialize(TextOf(answer), CanvasJson.Default.CanvasError)?.Status == "unauthorized";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // An HTML page with 200 comes from a proxy or a login wall in front of Canvas, not from Canvas.
    private static bool IsReadable(IApiResponse answer) =>
        answer.Error is null && answer.ContentHeaders?.ContentType?.MediaType is not "text/html";

    private static string TextOf(IApiResponse answer) => (answer.Error as ApiException)?.Content ?? "";
}
