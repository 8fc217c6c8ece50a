using System.Text.Json;
using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Reconciling;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Hosting.Triggering;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>How verbs answer in JSON: member and state names in camel case, which scripts rely on.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(CamelCaseNames<EventState>),
        typeof(CamelCaseNames<DeliveryState>),
        typeof(CamelCaseNames<PayloadFormat>),
        typeof(CamelCaseNames<Outcome>),
        typeof(CamelCaseNames<StandingKind>),
    ])]
[JsonSerializable(typeof(EventSummary))]
[JsonSerializable(typeof(DeliverySummary))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(EventAction))]
[JsonSerializable(typeof(DeliveryAction))]
[JsonSerializable(typeof(ForeseenEvent))]
[JsonSerializable(typeof(ForeseenDelivery))]
[JsonSerializable(typeof(MapReport))]
[JsonSerializable(typeof(MissingResult))]
[JsonSerializable(typeof(ReconcileReport))]
[JsonSerializable(typeof(TriggerReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(MigrateReport))]
[JsonSerializable(typeof(Retention.Erasure))]
[JsonSerializable(typeof(VerifyReport))]
internal sealed partial class VerbJson : JsonSerializerContext;

/// <summary>Writes an enum's value as its name in camel case.</summary>
internal sealed class CamelCaseNames<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
