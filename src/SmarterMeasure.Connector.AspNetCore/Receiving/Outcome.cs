using Microsoft.AspNetCore.Http;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>What became of a request.</summary>
internal enum Outcome
{
    Accepted,
    Duplicate,
    Conflict,
    Quarantined,
    RejectedKey,
    UnreplacedToken,
    TooLarge,
    WrongMethod,
    Unavailable,
    Interrupted,
}

/// <summary>What the vendor and the operator see of an outcome.</summary>
internal static class OutcomeExtensions
{
    /// <summary>The answer. The vendor counts anything but 200 as a failure and sends the event again.</summary>
    public static int StatusCode(this Outcome outcome) => outcome switch
    {
        Outcome.RejectedKey or Outcome.UnreplacedToken => StatusCodes.Status401Unauthorized,
        Outcome.WrongMethod => StatusCodes.Status405MethodNotAllowed,
        Outcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Outcome.Unavailable or Outcome.Interrupted => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };

    /// <summary>The name in metrics.</summary>
    public static string Name(this Outcome outcome) => outcome switch
    {
        Outcome.Accepted => "accepted",
        Outcome.Duplicate => "duplicate",
        Outcome.Conflict => "conflict",
        Outcome.Quarantined => "quarantined",
        Outcome.RejectedKey => "rejected_key",
        Outcome.UnreplacedToken => "unreplaced_token",
        Outcome.TooLarge => "too_large",
        Outcome.WrongMethod => "wrong_method",
        Outcome.Interrupted => "interrupted",
        _ => "unavailable",
    };
}
