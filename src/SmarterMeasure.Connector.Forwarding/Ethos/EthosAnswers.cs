using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>Reads what is Ethos's own in an answer.</summary>
internal sealed class EthosAnswers(FlowControl flow) : AnswerReading(flow)
{
    /// <inheritdoc/>
    // "Record created. Error building response." comes as an error of any status: the score is there, its GUID is not known.
    protected override DeliveryOutcome? Refused(IApiResponse answer, string call) =>
        call == EthosCalls.Write && TextOf(answer).Contains("Record created", StringComparison.OrdinalIgnoreCase)
            ? DeliveryOutcome.Retry("ethos_created_unanswered") with { IsAmbiguous = true }
        : answer.StatusCode == HttpStatusCode.Forbidden ? DeliveryOutcome.Blocked(Reason(answer, call)) // Somebody grants the right.
        : null;

    /// <summary>
    /// What follows from a failed look at something that need not be readable: null also where the college will not show it. Nothing
    /// was changed, so that nothing is unclear.
    /// </summary>
    public DeliveryOutcome? PassingFailureOf<T>(IApiResponse<T> answer, string call) =>
        FailureOf(answer, call) is { State: DeliveryState.Retrying } failure ? failure with { IsAmbiguous = false } : null;
}

/// <summary>How reasons name the calls.</summary>
internal static class EthosCalls
{
    /// <summary>A call that looks a person up.</summary>
    public const string Lookup = "ethos_lookup";

    /// <summary>A call that reads the college's tests.</summary>
    public const string Assessments = "ethos_assessments";

    /// <summary>A call that looks for scores of earlier attempts.</summary>
    public const string ReadBack = "ethos_read_back";

    /// <summary>A call that sets something.</summary>
    public const string Write = "ethos";
}
