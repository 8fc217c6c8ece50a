using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Storage;

/// <summary>The words that stand in the file for states and formats. Part of the schema: never change one.</summary>
internal static class StateNames
{
    public static string Of(EventState state) => state switch
    {
        EventState.Received => "received",
        EventState.Handling => "handling",
        EventState.Handled => "handled",
        EventState.Retrying => "retrying",
        EventState.Dead => "dead",
        EventState.Quarantined => "quarantined",
        EventState.Conflict => "conflict",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static string Of(DeliveryState state) => state switch
    {
        DeliveryState.Pending => "pending",
        DeliveryState.Sending => "sending",
        DeliveryState.Delivered => "delivered",
        DeliveryState.Retrying => "retrying",
        DeliveryState.Unmatched => "unmatched",
        DeliveryState.Superseded => "superseded",
        DeliveryState.Dead => "dead",
        DeliveryState.Shadowed => "shadowed",
        DeliveryState.Blocked => "blocked",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static string Of(PayloadFormat format) => format switch
    {
        PayloadFormat.Json => "json",
        PayloadFormat.Xml => "xml",
        _ => "unknown",
    };

    public static EventState EventStateOf(string name) => name switch
    {
        "received" => EventState.Received,
        "handling" => EventState.Handling,
        "handled" => EventState.Handled,
        "retrying" => EventState.Retrying,
        "dead" => EventState.Dead,
        "quarantined" => EventState.Quarantined,
        "conflict" => EventState.Conflict,
        _ => throw new StoreUnavailableException("The database holds an event in a state that this program does not know."),
    };

    public static DeliveryState DeliveryStateOf(string name) => name switch
    {
        "pending" => DeliveryState.Pending,
        "sending" => DeliveryState.Sending,
        "delivered" => DeliveryState.Delivered,
        "retrying" => DeliveryState.Retrying,
        "unmatched" => DeliveryState.Unmatched,
        "superseded" => DeliveryState.Superseded,
        "dead" => DeliveryState.Dead,
        "shadowed" => DeliveryState.Shadowed,
        "blocked" => DeliveryState.Blocked,
        _ => throw new StoreUnavailableException("The database holds a delivery in a state that this program does not know."),
    };

    public static PayloadFormat FormatOf(string name) => name switch
    {
        "json" => PayloadFormat.Json,
        "xml" => PayloadFormat.Xml,
        _ => PayloadFormat.Unknown,
    };
}
