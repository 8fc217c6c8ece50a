using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>What an attempt came to.</summary>
public sealed record DeliveryOutcome
{
    private DeliveryOutcome(DeliveryState state, string? reason, TimeSpan? after, bool pauses = false) =>
        (State, Reason, After, Pauses) = (state, reason, after, pauses);

    /// <summary>The state that follows.</summary>
    public DeliveryState State { get; }

    /// <summary>A reason code, with detail that is free of personal data and secrets; null when delivered.</summary>
    public string? Reason { get; }

    /// <summary>The least time until the next attempt, where the destination said so.</summary>
    public TimeSpan? After { get; }

    /// <summary>
    /// Whether the destination as a whole should rest for <see cref="After"/> (it throttles, or refuses our
    /// credentials). Such an attempt does not count towards giving up.
    /// </summary>
    public bool Pauses { get; }

    /// <summary>Whether the destination may have taken the delivery, although no answer said so.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>Whether nothing was tried, because something else has to end first: no failure, and due exactly after <see cref="After"/>.</summary>
    internal bool Waits { get; init; }

    /// <inheritdoc cref="Settlement.RemoteId"/>
    public string? RemoteId { get; init; }

    /// <inheritdoc cref="Settlement.Request"/>
    public string? Request { get; init; }

    /// <summary>The destination has it.</summary>
    public static DeliveryOutcome Delivered { get; } = new(DeliveryState.Delivered, null, null);

    /// <summary>Try again later.</summary>
    public static DeliveryOutcome Retry(string reason, TimeSpan? after = null) =>
        new(DeliveryState.Retrying, reason, after);

    /// <summary>Let the whole destination rest, then try again.</summary>
    public static DeliveryOutcome Pause(string reason, TimeSpan after) =>
        new(DeliveryState.Retrying, reason, after, pauses: true);

    /// <summary>Try this one again later, because something else has to end first.</summary>
    internal static DeliveryOutcome Wait(string reason, TimeSpan after) =>
        new(DeliveryState.Retrying, reason, after) { Waits = true };

    /// <summary>No student, or more than one, fits.</summary>
    public static DeliveryOutcome Unmatched(string reason) => new(DeliveryState.Unmatched, reason, null);

    /// <summary>The destination would not keep the result as it is; a person has to change something there.</summary>
    /// <param name="reason">A reason code such as <c>grade_locked</c>.</param>
    /// <param name="after">When to look again; null for more and more seldom.</param>
    public static DeliveryOutcome Blocked(string reason, TimeSpan? after = null) => new(DeliveryState.Blocked, reason, after);

    /// <summary>A newer value stands there already: it is never sent again.</summary>
    public static DeliveryOutcome Superseded(string reason) => new(DeliveryState.Superseded, reason, null);

    /// <summary>No repetition can help.</summary>
    public static DeliveryOutcome Dead(string reason) => new(DeliveryState.Dead, reason, null);

    /// <summary>
    /// What an attempt in shadow comes to. It sent nothing: so nothing of it is unclear, and no id is kept. What would be
    /// blocked waits as it would live, and what would be superseded is so: the newer value stands already.
    /// </summary>
    /// <param name="foreseen">What would have come of it; null when the destination cannot tell.</param>
    internal static DeliveryOutcome InShadow(DeliveryOutcome? foreseen) => foreseen switch
    {
        null => new(DeliveryState.Shadowed, "not_foreseen", null),
        { State: DeliveryState.Delivered } => new(DeliveryState.Shadowed, null, null) { Request = foreseen.Request },
        _ => foreseen with { IsAmbiguous = false, RemoteId = null, Request = null },
    };

    /// <summary>Says what came of it, and nothing of the request, which is personal.</summary>
    public override string ToString() =>
        $"DeliveryOutcome {{ State = {State}, Reason = {Reason}, After = {After}, Pauses = {Pauses}, IsAmbiguous = {IsAmbiguous} }}";
}
