using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>That a student completed something. Holds personal data: the actor.</summary>
internal sealed record XApiStatement
{
    /// <summary>Its id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Who.</summary>
    public required XApiActor Actor { get; init; }

    /// <summary>Did what.</summary>
    public required XApiVerb Verb { get; init; }

    /// <summary>With what.</summary>
    public required XApiActivity Object { get; init; }

    /// <summary>How it went.</summary>
    public required XApiResult Result { get; init; }

    /// <summary>When the section was scored, never when it was sent; null when that is not known.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Says which statement it is, and nothing personal.</summary>
    public override string ToString() => $"XApiStatement {{ Id = {Id} }}";
}

/// <summary>A student.</summary>
internal sealed record XApiActor(XApiAccount Account)
{
    /// <summary>Always "Agent".</summary>
    [JsonPropertyOrder(-1)]
    public string ObjectType { get; } = "Agent";
}

/// <summary>An account, in place of an e-mail address.</summary>
internal sealed record XApiAccount(string HomePage, string Name);

/// <summary>A verb.</summary>
internal sealed record XApiVerb(string Id, XApiText Display);

/// <summary>A text in one language.</summary>
internal sealed record XApiText([property: JsonPropertyName("en-US")] string English);

/// <summary>A section, or the whole assessment.</summary>
internal sealed record XApiActivity(string Id, XApiDefinition Definition)
{
    /// <summary>Always "Activity".</summary>
    [JsonPropertyOrder(-1)]
    public string ObjectType { get; } = "Activity";
}

/// <summary>What an activity is.</summary>
internal sealed record XApiDefinition(string Type, XApiText Name);

/// <summary>How it went.</summary>
internal sealed record XApiResult
{
    /// <summary>Always true.</summary>
    public bool Completion { get; } = true;

    /// <summary>True for "pass", false for "fail"; null for anything else.</summary>
    public bool? Success { get; init; }

    /// <summary>The percentage; null when the section has none.</summary>
    public XApiScore? Score { get; init; }

    /// <summary>What else is known, by IRI; null for nothing.</summary>
    public JsonObject? Extensions { get; init; }
}

/// <summary>A percentage.</summary>
/// <param name="Scaled">From 0 to 1.</param>
/// <param name="Raw">From 0 to 100.</param>
internal sealed record XApiScore(decimal Scaled, decimal Raw)
{
    /// <summary>Always 0.</summary>
    public int Min { get; }

    /// <summary>Always 100.</summary>
    public int Max { get; } = 100;
}

/// <summary>A page of statements that a store lists.</summary>
internal sealed record XApiPage
{
    /// <summary>The statements.</summary>
    public required IReadOnlyList<JsonObject> Statements { get; init; }

    /// <summary>Where the next page is; null or empty on the last.</summary>
    public string? More { get; init; }
}

/// <summary>What a store says of itself.</summary>
internal sealed record XApiAbout
{
    /// <summary>The versions of the specification that it speaks.</summary>
    public IReadOnlyList<string>? Version { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(XApiStatement))]
[JsonSerializable(typeof(XApiStatement[]))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(XApiPage))]
[JsonSerializable(typeof(XApiAbout))]
internal sealed partial class XApiJson : JsonSerializerContext;
