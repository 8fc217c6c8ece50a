using System.Text.Json.Serialization;
using Refit;
using SmarterMeasure.Connector;
using SmarterMeasure.Connector.Ledger;

namespace OwnTarget;

public static class Handlers
{
    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
    public static Push OnSectionComplete(SectionComplete e) => Push.ToAll(SectionResult.From(e));
}

public interface IRegistrarApi
{
    [Put("/readiness/{student}/{section}")]
    Task<IApiResponse> PutAsync(string student, string section, [Body] Readiness body, CancellationToken cancel);
}

public sealed record Readiness(string Level, decimal? Percent);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Readiness))]
internal sealed partial class RegistrarJson : JsonSerializerContext;
