using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Reads what is Canvas's own in an answer.</summary>
internal sealed class CanvasAnswers(FlowControl flow) : AnswerReading(flow)
{
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(5);

    /// <summary>Whether the token is good, and what it was used for is not allowed.</summary>
    public static bool IsDenial(IApiResponse answer) => CanvasDenial.Is(answer, TextOf(answer));

    /// <summary>Whether the call is outside of the developer key's scopes.</summary>
    public static bool IsOutOfScope(IApiResponse answer) => CanvasDenial.IsOutOfScope(answer, TextOf(answer));

    /// <summary>Whether a text asks for less.</summary>
    public static bool SaysThrottled(string text) => text.Contains("Rate Limit Exceeded", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    // A student whom the assignment is not for is refused too: no reason to stop the others' grades. What all need is.
    protected override DeliveryOutcome? Refused(IApiResponse answer, string call)
    {
        if (IsDenial(answer))
            return call is CanvasCalls.Write or CanvasCalls.Look or CanvasCalls.Provision
                ? DeliveryOutcome.Retry($"{call}_denied")
                : DeliveryOutcome.Pause("unauthorized", RefusedPause);

        return IsOutOfScope(answer) ? DeliveryOutcome.Pause($"{call}_out_of_scope", RefusedPause) : null;
    }

    /// <inheritdoc/>
    // Hosted Canvas answers 429 since October 2025; before, and on older installations, it is a 403 that says so.
    protected override bool IsThrottle(IApiResponse answer) =>
        base.IsThrottle(answer) || (answer.StatusCode == HttpStatusCode.Forbidden && SaysThrottled(TextOf(answer)));
}

/// <summary>How reasons name the calls.</summary>
internal static class CanvasCalls
{
    /// <summary>A call that looks a student up.</summary>
    public const string Lookup = "canvas_lookup";

    /// <summary>A call that reads an assignment.</summary>
    public const string Assignments = "canvas_assignments";

    /// <summary>A call that makes an assignment.</summary>
    public const string Provision = "canvas_provision";

    /// <summary>A call that reads what stands before a write.</summary>
    public const string Look = "canvas_look";

    /// <summary>A call that sets something.</summary>
    public const string Write = "canvas";

    /// <summary>A call that reads the custom columns.</summary>
    public const string Columns = "canvas_columns";

    /// <summary>A call that reads what the token may do.</summary>
    public const string Rights = "canvas_rights";

    /// <summary>A call that reads whose token it is.</summary>
    public const string Self = "canvas_self";

    /// <summary>A call that reads back many grades.</summary>
    public const string Verify = "canvas_verify";
}
