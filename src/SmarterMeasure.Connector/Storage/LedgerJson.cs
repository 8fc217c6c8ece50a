using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Storage;

/// <summary>The payload of a delivery as it stands in the file. Part of the schema: members are only ever added.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SectionResult))]
internal sealed partial class LedgerJson : JsonSerializerContext;
