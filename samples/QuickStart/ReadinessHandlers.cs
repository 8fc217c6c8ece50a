using SmarterMeasure.Connector;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Ledger;

namespace QuickStart;

public sealed partial class ReadinessHandlers(ILogger<ReadinessHandlers> log)
{
    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
    public Push OnSectionComplete(SectionComplete e, EventContext context) => Push.ToAll(SectionResult.From(e));

    // Declare only what you need: the generator emits one reader for this very record, for JSON and for XML.
    [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
    public ValueTask OnCompleted(Finished e, CancellationToken stop)
    {
        LogFinished(e.User.UserId, e.User.DateUpdated);
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Registration {UserId} finished the assessment at {When}")]
    private partial void LogFinished(string userId, DateTimeOffset? when);
}

public sealed record Finished(string CallbackId, FinishedUser User);

public sealed record FinishedUser(string UserId, DateTimeOffset? DateUpdated);
