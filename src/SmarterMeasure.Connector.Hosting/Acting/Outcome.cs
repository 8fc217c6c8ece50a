namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>What became of one row that an operator acted on.</summary>
internal enum Outcome
{
    /// <summary>It is due.</summary>
    Queued,

    /// <summary>It is given up.</summary>
    Discarded,

    /// <summary>It is being worked on: nothing to do.</summary>
    Underway,

    /// <summary>A new reading of the body found it still unfit for a handler.</summary>
    Unfit,

    /// <summary>Another row holds the same callback id and event.</summary>
    AlreadyReceived,

    /// <summary>The destination has it.</summary>
    AlreadyDelivered,

    /// <summary>A newer result took its place.</summary>
    Superseded,

    /// <summary>What it needs was erased.</summary>
    Erased,

    /// <summary>Its state does not allow it.</summary>
    NotAllowed,

    /// <summary>There is no such row.</summary>
    Unknown,
}
