using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.TestHost;

public static class Handlers
{
    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
    public static Push OnSectionComplete(SectionComplete e) => Push.ToAll(SectionResult.From(e));

    [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
    public static Push OnCompleted(AssessmentCompleted e) => Push.ToAll(SectionResult.From(e));
}
