using System.Globalization;
using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>Reads what is Blackboard's own in an answer.</summary>
internal sealed class BlackboardAnswers(FlowControl flow) : AnswerReading(flow)
{
    /// <inheritdoc/>
    // Enrolled, but without a row in the gradebook yet; or no student of this course at all. It may pass, or a person sees to it.
    // A right that is missing is a person's to give, too.
    protected override DeliveryOutcome? Refused(IApiResponse answer, string call) => answer.StatusCode switch
    {
        HttpStatusCode.NotFound when TextOf(answer).Contains("not yet been populated", StringComparison.OrdinalIgnoreCase) =>
            DeliveryOutcome.Blocked("not_enrolled"),
        HttpStatusCode.Forbidden => DeliveryOutcome.Blocked(call switch
        {
            BlackboardCalls.Lookup => "no_right_to_find_students",
            BlackboardCalls.Write or BlackboardCalls.Provision => "no_right_to_grade",
            _ => "no_right_to_read_gradebook",
        }),
        _ => null,
    };

    /// <inheritdoc/>
    // A quota that is used up is told by a header too, whatever the status of the refusal.
    protected override bool IsThrottle(IApiResponse answer) =>
        base.IsThrottle(answer)
        || (answer.StatusCode == HttpStatusCode.Forbidden
            && answer.Headers is not null
            && answer.Headers.TryGetValues("X-Rate-Limit-Remaining", out var remaining)
            && decimal.TryParse(remaining.FirstOrDefault(), CultureInfo.InvariantCulture, out var left)
            && left <= 0);
}
