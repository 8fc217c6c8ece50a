using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>Reads what is OneRoster's own in an answer.</summary>
internal sealed class OneRosterAnswers(FlowControl flow) : AnswerReading(flow)
{
    /// <inheritdoc/>
    // The code minor asks for less under whatever status a system chooses.
    protected override bool IsThrottle(IApiResponse answer) =>
        base.IsThrottle(answer) || TextOf(answer).Contains("\"server_busy\"", StringComparison.Ordinal);

    /// <inheritdoc/>
    // A scope that the client has not got: somebody grants it, and what waits goes on.
    protected override DeliveryOutcome? Refused(IApiResponse answer, string call) =>
        answer.StatusCode == HttpStatusCode.Forbidden ? DeliveryOutcome.Blocked(Reason(answer, call)) : null;

    /// <summary>
    /// What follows from a failed look at something that need not be readable: null also where the system will not show it. Nothing
    /// was changed, so that nothing is unclear.
    /// </summary>
    public DeliveryOutcome? PassingFailureOf<T>(IApiResponse<T> answer, string call) =>
        FailureOf(answer, call) is { State: DeliveryState.Retrying } failure ? failure with { IsAmbiguous = false } : null;
}

/// <summary>How reasons name the calls.</summary>
internal static class OneRosterCalls
{
    /// <summary>A call that looks a student up.</summary>
    public const string Lookup = "oneroster_lookup";

    /// <summary>A call that sets a line item.</summary>
    public const string LineItem = "oneroster_line_item";

    /// <summary>A call that reads a result back.</summary>
    public const string ReadBack = "oneroster_read_back";

    /// <summary>A call that sets a result.</summary>
    public const string Write = "oneroster";
}
