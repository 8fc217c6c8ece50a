using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>Reads what is a record store's own in an answer.</summary>
internal sealed class XApiAnswers(FlowControl flow) : AnswerReading(flow)
{
    /// <inheritdoc/>
    // A right that the credentials have not got: somebody grants it, and what waits goes on.
    protected override DeliveryOutcome? Refused(IApiResponse answer, string call) =>
        answer.StatusCode == HttpStatusCode.Forbidden ? DeliveryOutcome.Blocked(Reason(answer, call)) : null;
}
