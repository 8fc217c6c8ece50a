using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api.Reading;

/// <summary>How the API's bodies are read and written: member names in any case, and every way to say nothing as null.</summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(TolerantText),
        typeof(TolerantDecimal),
        typeof(TolerantInteger),
        typeof(TolerantFlag),
        typeof(TolerantTime),
        typeof(TolerantList<AssessmentResult>),
        typeof(TolerantList<CustomField>),
        typeof(TolerantList<SectionPart>),
        typeof(TolerantList<UserRecord>),
        typeof(TolerantList<UserResult>),
        typeof(TolerantList<UserResultSummary>),
    ])]
[JsonSerializable(typeof(ResultsPage<UserRecord>))]
[JsonSerializable(typeof(ResultsPage<UserResult>))]
[JsonSerializable(typeof(ResultsPage<UserResultSummary>))]
[JsonSerializable(typeof(UserDetail))]
[JsonSerializable(typeof(SignOn))]
[JsonSerializable(typeof(ReportLink))]
[JsonSerializable(typeof(NewUserBody))]
[JsonSerializable(typeof(UserChanges))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ApiJson : JsonSerializerContext;
