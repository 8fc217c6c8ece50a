using System.Net;
using Polly.CircuitBreaker;
using Refit;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Credentials;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Answers;

/// <summary>
/// Reads what an answer means for a delivery; a target overrides where it differs. Only codes reach a reason: an error's text
/// may name the student, and Refit's exceptions hold the request with its token, so neither goes any further than here.
/// </summary>
internal class AnswerReading(FlowControl flow)
{
    private static readonly TimeSpan UnauthorizedPause = TimeSpan.FromMinutes(5);

    /// <summary>How fast the target may be called.</summary>
    protected FlowControl Flow => flow;

    /// <summary>What follows from a failed call; null when it succeeded.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="call">Which call it was, the start of a reason code, for example <c>canvas_lookup</c>.</param>
    public DeliveryOutcome? FailureOf(IApiResponse answer, string call)
    {
        if (!answer.IsReceived)
            return NotReceived(answer.Error?.InnerException ?? answer.Error, call);

        var status = (int)answer.StatusCode;
        if (status is >= 200 and < 300 && IsReadable(answer))
            return null;
        if (IsThrottle(answer))
            return DeliveryOutcome.Pause("throttled", flow.Throttled(answer.Headers));

        return Refused(answer, call) ?? status switch
        {
            >= 200 and < 300 => DeliveryOutcome.Retry($"{call}_unreadable") with { IsAmbiguous = true },
            401 => DeliveryOutcome.Pause("unauthorized", UnauthorizedPause),
            503 when flow.RetryAfter(answer.Headers) is { } asked =>
                DeliveryOutcome.Pause(Reason(answer, call), asked) with { IsAmbiguous = true }, // A proxy may say so after the effect.
            400 or (> 401 and not 408 and not 425 and < 500) => DeliveryOutcome.Dead(Reason(answer, call)),
            _ => DeliveryOutcome.Retry(Reason(answer, call), flow.RetryAfter(answer.Headers)) with { IsAmbiguous = status is >= 500 or 408 },
        };
    }

    /// <summary>As <see cref="FailureOf(IApiResponse, string)"/>, for a call whose answer has to hold something.</summary>
    public DeliveryOutcome? FailureOf<T>(IApiResponse<T> answer, string call) =>
        FailureOf((IApiResponse)answer, call)
        ?? (answer.HasContent ? null : DeliveryOutcome.Retry($"{call}_unreadable") with { IsAmbiguous = true });

    /// <summary>What follows where the target means something of its own; null for the usual.</summary>
    protected virtual DeliveryOutcome? Refused(IApiResponse answer, string call) => null;

    /// <summary>Whether the target asks for less.</summary>
    protected virtual bool IsThrottle(IApiResponse answer) => answer.StatusCode == HttpStatusCode.TooManyRequests;

    /// <summary>An error's text; empty when there is none. Never for a reason.</summary>
    protected static string TextOf(IApiResponse answer) => (answer.Error as ApiException)?.Content ?? "";

    /// <summary>The reason code of an answer, with the codes in its body.</summary>
    protected static string Reason(IApiResponse answer, string call) =>
        ErrorCodes.In(TextOf(answer)) is { } codes ? $"{call}_{(int?)answer.StatusCode}: {codes}" : $"{call}_{(int?)answer.StatusCode}";

    private static DeliveryOutcome NotReceived(Exception? cause, string call) => cause switch
    {
        NotSentException => DeliveryOutcome.Delivered, // A trial goes no further.
        BrokenCircuitException open => DeliveryOutcome.Pause("circuit_open", open.RetryAfter ?? TimeSpan.FromSeconds(1)),
        RestingException resting => DeliveryOutcome.Pause(resting.Message, resting.Rest),
        CredentialException credential => credential.Outcome,
        OperationCanceledException => DeliveryOutcome.Retry($"{call}_timeout") with { IsAmbiguous = true },
        _ => DeliveryOutcome.Retry($"{call}_unreachable") with { IsAmbiguous = true },
    };

    // An HTML page with 200 comes from a proxy or a login wall in front of the target.
    private static bool IsReadable(IApiResponse answer) =>
        answer.Error is null && answer.ContentHeaders?.ContentType?.MediaType is not "text/html";
}
