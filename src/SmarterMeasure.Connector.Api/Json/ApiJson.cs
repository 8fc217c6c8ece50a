using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Client;

namespace SmarterMeasure.Connector.Api.Json;

[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UserRecordPage))]
[JsonSerializable(typeof(UserResultSummaryPage))]
[JsonSerializable(typeof(UserResultPage))]
[JsonSerializable(typeof(UserRecord))]
[JsonSerializable(typeof(UserDetail))]
[JsonSerializable(typeof(CustomAnswer))]
[JsonSerializable(typeof(UserResultSummary))]
[JsonSerializable(typeof(UserResult))]
[JsonSerializable(typeof(AssessmentSection))]
[JsonSerializable(typeof(Subscale))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(AssessmentGroups))]
[JsonSerializable(typeof(Demographics))]
[JsonSerializable(typeof(SignOn))]
[JsonSerializable(typeof(ReportLink))]
[JsonSerializable(typeof(NewUser))]
[JsonSerializable(typeof(UserChanges))]
[JsonSerializable(typeof(SignOnOptions))]
internal sealed partial class ApiJson : JsonSerializerContext;
