using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>Reads what is OneRoster's own in an answer.</summary>
internal sealed class OneRosterAnswers(FlowControl flow) : AnswerReading(flow)
{
    /// <inheritdoc/>
    // The code minor asks for less under whatever status a system chooses.
    protected override bool IsThrottle(IApiResponse answer) =>
        base.IsThrottle(answer) || TextOf(answer).Contains("\"server_busy\"", StringComparison.Ordinal);
}

/// <summary>How reasons name the calls.</summary>
internal static class OneRosterCalls
{
    /// <summary>A call that looks a student up.</summary>
    public const string Lookup = "oneroster_lookup";

    /// <summary>A call that sets a line item.</summary>
    public const string LineItem = "oneroster_line_item";

    /// <summary>A call that sets a result.</summary>
    public const string Write = "oneroster";
}
