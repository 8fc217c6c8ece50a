namespace SmarterMeasure.Connector.Codecs.Tests.Payloads;

/// <summary>What makes the generator emit the readers and writers under test.</summary>
internal static class Handlers
{
    [SmarterMeasureEvent(SmarterMeasureEvents.Created)]
    public static void On(AssessmentCreated e) => _ = e;

    [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
    public static void On(AssessmentCompleted e) => _ = e;

    [SmarterMeasureEvent(SmarterMeasureEvents.Stopped)]
    public static void On(AssessmentStopped e) => _ = e;

    [SmarterMeasureEvent(SmarterMeasureEvents.SectionStart)]
    public static void On(SectionStart e) => _ = e;

    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
    public static void On(SectionComplete e) => _ = e;

    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
    public static void On(Slim e) => _ = e;

    [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
    public static void On(Inventory e) => _ = e;
}
