namespace SmarterMeasure.Connector.Inbox;

/// <summary>How the events of one user are ordered.</summary>
public static class EventOrder
{
    /// <summary>
    /// How far apart two payload times must be to tell which event is the older: 60 s. The vendor rounds a section's
    /// times to the minute and a user's not, so within this the order of arrival says more.
    /// </summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);
}
