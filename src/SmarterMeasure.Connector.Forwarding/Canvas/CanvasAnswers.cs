using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Reads what is Canvas's own in an answer.</summary>
internal sealed class CanvasAnswers(FlowControl flow) : AnswerReading(flow)
{
    /// <summary>Whether the token is good, and what it was used for is not allowed.</summary>
    public static bool IsDenial(IApiResponse answer) => CanvasDenial.Is(answer, TextOf(answer));

    /// <inheritdoc/>
    // A student whom the assignment is not for is refused with 401 too: no reason to stop the others' grades.
    protected override DeliveryOutcome? Refused(IApiResponse answer, string call) =>
        call is CanvasCalls.Write or CanvasCalls.Provision && IsDenial(answer) ? DeliveryOutcome.Retry($"{call}_denied") : null;

    /// <inheritdoc/>
    // Hosted Canvas answers 429 since October 2025; before, and on older installations, it is a 403 that says so.
    protected override bool IsThrottle(IApiResponse answer) =>
        base.IsThrottle(answer)
        || (answer.StatusCode == HttpStatusCode.Forbidden
            && TextOf(answer).Contains("Rate Limit Exceeded", StringComparison.OrdinalIgnoreCase));
}

/// <summary>How reasons name the calls.</summary>
internal static class CanvasCalls
{
    /// <summary>A call that looks a student up.</summary>
    public const string Lookup = "canvas_lookup";

    /// <summary>A call that looks an assignment up.</summary>
    public const string Assignments = "canvas_assignments";

    /// <summary>A call that makes an assignment.</summary>
    public const string Provision = "canvas_provision";

    /// <summary>A call that sets something.</summary>
    public const string Write = "canvas";
}
