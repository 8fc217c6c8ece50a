using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api.Reconciling;

/// <summary>
/// How far a reconciliation has come, as the store keeps it: a pass goes through the users whose results changed within a
/// window, page by page.
/// </summary>
internal sealed record ReconcilePass
{
    /// <summary>The time that an operator asked for; null of the one in the background.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The window's begin.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The window's end.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The number of the next record of the window, from 1; null when the pass is through.</summary>
    public int? Next { get; init; } = 1;

    /// <summary>How many records the API said there are in the window; null before it said so.</summary>
    public long? Total { get; init; }

    /// <summary>Whether it is through.</summary>
    [JsonIgnore]
    public bool IsOver => Next is null;

    /// <summary>Reads one that was stored.</summary>
    public static ReconcilePass Parse(string stored) =>
        JsonSerializer.Deserialize(stored, ReconcileJson.Default.ReconcilePass)!;

    /// <summary>Writes it for the store.</summary>
    public string Text() => JsonSerializer.Serialize(this, ReconcileJson.Default.ReconcilePass);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReconcilePass))]
internal sealed partial class ReconcileJson : JsonSerializerContext;
