namespace SmarterMeasure.Connector;

/// <summary>
/// The event names that SmarterMeasure documents. The set is open: the vendor adds events at a customer's wish, so any
/// other name is allowed in <see cref="SmarterMeasureEventAttribute"/> too.
/// </summary>
/// <remarks>Vendor source: "Events &amp; Payloads". Names are compared without regard to ASCII case.</remarks>
public static class SmarterMeasureEvents
{
    /// <summary>
    /// Every event for which the program has no handler of its name; also such as no documentation knows yet, which would
    /// be quarantined otherwise. For <see cref="SmarterMeasureEventAttribute"/> only.
    /// </summary>
    public const string Any = "*";

    /// <summary>An assessment was created. Payload: <see cref="AssessmentCreated"/>.</summary>
    public const string Created = "assessment.created";

    /// <summary>
    /// A section was started; sent again whenever the student leaves and returns before submitting.
    /// Payload: <see cref="Connector.SectionStart"/>.
    /// </summary>
    public const string SectionStart = "assessment.section-start";

    /// <summary>A section was completed and scored. Payload: <see cref="Connector.SectionComplete"/>.</summary>
    public const string SectionComplete = "assessment.section-complete";

    /// <summary>The assessment is 100 % complete; carries no score. Payload: <see cref="AssessmentCompleted"/>.</summary>
    public const string Completed = "assessment.completed";

    /// <summary>The student chose to stop for the current period. Payload: <see cref="AssessmentStopped"/>.</summary>
    public const string Stopped = "assessment.stopped";
}
