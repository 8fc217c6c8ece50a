using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>How far a run has come, as the store keeps it: written after each page, so that a kill costs a page.</summary>
internal sealed record VerifyPass
{
    /// <summary>What was found so far.</summary>
    public required VerifyReport Report { get; init; }

    /// <summary>Up to which row the ledger was read.</summary>
    public long AfterId { get; init; }

    /// <summary>Which of these rows wait for a full call.</summary>
    public IReadOnlyList<long> Waiting { get; init; } = [];

    /// <summary>When this was written.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    [JsonIgnore]
    public bool IsOver => Report.EndedAt is not null;

    /// <summary>The name of the store's value. Each section that is asked for has its own.</summary>
    public static string NameOf(string destination, string? section) =>
        section is null ? $"verify {destination}" : $"verify {destination} --section {section}";

    /// <summary>A new run.</summary>
    public static VerifyPass Begin(string destination, string? section, DateTimeOffset now) => new()
    {
        Report = new VerifyReport { Destination = destination, Section = section, BegunAt = now },
        WrittenAt = now,
    };

    /// <summary>Reads one that was stored; null when there is none.</summary>
    public static VerifyPass? Parse(string? stored) =>
        stored is null ? null : JsonSerializer.Deserialize(stored, VerifyJson.Default.VerifyPass);

    /// <summary>Writes it for the store. Of a run that is over the counts are enough.</summary>
    public string Text() => JsonSerializer.Serialize(
        IsOver ? this with { Report = Report with { Differences = [] } } : this, VerifyJson.Default.VerifyPass);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(VerifyPass))]
internal sealed partial class VerifyJson : JsonSerializerContext;
