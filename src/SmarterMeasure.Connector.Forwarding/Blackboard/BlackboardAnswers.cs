using System.Globalization;
using System.Net;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>Reads what is Blackboard's own in an answer.</summary>
internal sealed class BlackboardAnswers(FlowControl flow) : AnswerReading(flow)
{
    /// <summary>The reason of a student without a row in the gradebook.</summary>
    public const string NotPopulated = "blackboard_not_populated";

    private static readonly TimeSpan NotPopulatedWait = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    // Enrolled, but without a row in the gradebook yet; or no student at all. It may pass.
    protected override DeliveryOutcome? Refused(IApiResponse answer, string call) =>
        answer.StatusCode == HttpStatusCode.NotFound
        && TextOf(answer).Contains("not yet been populated", StringComparison.OrdinalIgnoreCase)
            ? DeliveryOutcome.Retry(NotPopulated, NotPopulatedWait)
            : null;

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
