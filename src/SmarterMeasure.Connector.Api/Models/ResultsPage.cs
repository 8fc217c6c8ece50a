using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api;

/// <summary>A page of records.</summary>
public sealed record ResultsPage<T>
    where T : class
{
    /// <summary>How many records there are in all, as far as the API says so.</summary>
    public long? Total { get; init; }

    /// <summary>How many pages there are by the API's own paging, which is not followed.</summary>
    public long? NumPages { get; init; }

    /// <summary>The page's number by that.</summary>
    public long? Page { get; init; }

    /// <summary>How many records a page has by that.</summary>
    public long? PageSize { get; init; }

    /// <summary>The number of its first record, from 1.</summary>
    public long? Start { get; init; }

    /// <summary>The number of its last record.</summary>
    public long? End { get; init; }

    /// <summary>The path of the first page. Nothing follows it, nor any of the next three.</summary>
    public string? FirstPageUri { get; init; }

    /// <summary>The path of the last page.</summary>
    public string? LastPageUri { get; init; }

    /// <summary>The path of the page before; null on the first.</summary>
    public string? PreviousPageUri { get; init; }

    /// <summary>The path of the next page; null on the last.</summary>
    public string? NextPageUri { get; init; }

    // The API gives a single one as an object.
    /// <summary>The records.</summary>
    [JsonPropertyName("User")]
    public IReadOnlyList<T> Items { get => field ?? []; init; }

    /// <summary>What else the API gives.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Says how many there are, and nothing personal.</summary>
    public override string ToString() => $"ResultsPage {{ Items = {Items.Count}, Total = {Total} }}";
}
