namespace FakeCampus.Serving;

/// <summary>What can go wrong between a client and a system.</summary>
public enum StubFault
{
    /// <summary>500 with the system's error body; nothing was done.</summary>
    ServerError,

    /// <summary>502 with a proxy's HTML page; nothing was done.</summary>
    BadGatewayPage,

    /// <summary>The request is handled; its answer is held until <see cref="StubFaults.ReleaseSlow"/>.</summary>
    Slow,

    /// <summary>
    /// The connection breaks before anything was done. On a connection used before, <see cref="HttpClient"/> itself sends
    /// a request without a body once more, which takes the next fault.
    /// </summary>
    ResetBefore,

    /// <summary>The request is handled, then the connection breaks: the client cannot know.</summary>
    ResetAfter,

    /// <summary>The request is handled; the connection breaks in the middle of the body (before an empty one).</summary>
    HalfAnswer,

    /// <summary>The system's throttled answer; nothing was done.</summary>
    Throttled,

    /// <summary>The system's answer to an expired token; nothing was done.</summary>
    ExpiredToken,

    /// <summary>The system is down for maintenance, 503 unless it has its own way; nothing was done.</summary>
    Unavailable,

    /// <summary>
    /// The request is handled only when <see cref="LateRequests.LandAsync"/> is called, of <see cref="StubFaults.Late"/>; until its
    /// client gives it up it gets no answer.
    /// </summary>
    LateHeld,

    /// <summary>As <see cref="LateHeld"/>, but the connection breaks at once.</summary>
    LateReset,
}
