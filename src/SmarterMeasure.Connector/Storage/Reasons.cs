namespace SmarterMeasure.Connector.Storage;

/// <summary>The reason codes that the connector itself gives. Scripts read them: never change one.</summary>
internal static class Reasons
{
    /// <summary>An event lacks its id, its name or its user, so no handler could be given it.</summary>
    public const string EnvelopeIncomplete = "envelope_incomplete";

    /// <summary>An event's id and name belong to another body.</summary>
    public const string SameIdOtherBody = "same_id_other_body";

    /// <summary>A newer result of the same student and section took a delivery's place.</summary>
    public const string NewerResult = "newer_result";

    /// <summary>An older result of another registration of the same student may still take effect at the destination.</summary>
    public const string OtherRegistrationUnderway = "other_registration_underway";

    /// <summary>An operator gave it up.</summary>
    public const string Discarded = "discarded";

    /// <summary>The student was erased while it waited.</summary>
    public const string Erased = "erased";

    /// <summary>Another event had told the same result, and that was handled.</summary>
    public const string ResultHandled = "result_already_handled";

    /// <summary>The registration was completed, so that it was stopped before is of no use to a handler.</summary>
    public const string AfterCompleted = "after_completed";

    /// <summary>The process stopped in its midst.</summary>
    public const string Stopped = "stopped";
}
