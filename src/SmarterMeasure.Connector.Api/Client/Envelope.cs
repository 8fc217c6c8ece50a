using System.Text.Json.Serialization;
using SmarterMeasure.Connector.Api.Json;

namespace SmarterMeasure.Connector.Api.Client;

/// <summary>A page as it comes. The addresses of other pages are not read: they come from outside, and own offsets do.</summary>
internal interface IEnvelope<T>
{
    /// <summary>How many rows there are; may be wrong.</summary>
    decimal? Total { get; }

    /// <summary>The rows; the vendor writes one object where there is one.</summary>
    IReadOnlyList<T> Items { get; }
}

/// <inheritdoc cref="IEnvelope{T}"/>
internal sealed record UserRecordPage : IEnvelope<UserRecord>
{
    /// <inheritdoc/>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? Total { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("User"), JsonConverter(typeof(LenientList<UserRecord>))]
    public IReadOnlyList<UserRecord> Items { get => field ?? []; init; }
}

/// <inheritdoc cref="IEnvelope{T}"/>
internal sealed record UserResultSummaryPage : IEnvelope<UserResultSummary>
{
    /// <inheritdoc/>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? Total { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("User"), JsonConverter(typeof(LenientList<UserResultSummary>))]
    public IReadOnlyList<UserResultSummary> Items { get => field ?? []; init; }
}

/// <inheritdoc cref="IEnvelope{T}"/>
internal sealed record UserResultPage : IEnvelope<UserResult>
{
    /// <inheritdoc/>
    [JsonConverter(typeof(LenientNumber))]
    public decimal? Total { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("User"), JsonConverter(typeof(LenientList<UserResult>))]
    public IReadOnlyList<UserResult> Items { get => field ?? []; init; }
}
