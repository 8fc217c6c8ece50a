using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>A score as it is written.</summary>
internal sealed record EthosScoreBody
{
    /// <summary>The record's GUID; all zeros for a new one.</summary>
    public required string Id { get; init; }

    /// <summary>The person.</summary>
    public required EthosReference Student { get; init; }

    /// <summary>The test.</summary>
    public required EthosReference Assessment { get; init; }

    /// <summary>The day of scoring, ISO 8601.</summary>
    public required string AssessedOn { get; init; }

    /// <summary>The score.</summary>
    public required EthosScoreValue Score { get; init; }

    /// <summary>Where it came from; null for no word of it.</summary>
    public EthosReference? Source { get; init; }

    /// <summary>What staff read beside it; null to leave what stands there.</summary>
    public string? Comment { get; init; }
}

/// <summary>A reference to another resource by its GUID.</summary>
internal sealed record EthosReference(string Id);

/// <summary>A score's value.</summary>
/// <param name="Type">Always "numeric": the one type that Colleague takes.</param>
/// <param name="Value">The percentage, on the scale of the test and a step that it allows.</param>
internal sealed record EthosScoreValue(string Type, decimal Value);

/// <summary>What is read of a score, to recognise it.</summary>
internal sealed record EthosScore
{
    /// <summary>The record's GUID.</summary>
    public required string Id { get; init; }

    /// <summary>The person.</summary>
    public EthosReference? Student { get; init; }

    /// <summary>The test.</summary>
    public EthosReference? Assessment { get; init; }

    /// <summary>The day of the test.</summary>
    public string? AssessedOn { get; init; }

    /// <summary>Where it came from.</summary>
    public EthosReference? Source { get; init; }

    /// <summary>"active" or "inactive"; may be empty.</summary>
    public string? Status { get; init; }

    /// <summary>The score.</summary>
    public EthosStoredValue? Score { get; init; }
}

/// <summary>A score's value as it stands: a number, or a word.</summary>
internal sealed record EthosStoredValue(JsonElement Value)
{
    /// <summary>The number; null for a word.</summary>
    public decimal? Number => Value.ValueKind == JsonValueKind.Number && Value.TryGetDecimal(out var number) ? number
        : Value.ValueKind == JsonValueKind.String
            && decimal.TryParse(Value.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var written) ? written
        : null;
}

/// <summary>What is read of a person. Holds personal data.</summary>
internal sealed record EthosPerson
{
    /// <summary>The person's GUID.</summary>
    public required string Id { get; init; }

    /// <summary>The numbers and names by which the college knows the person.</summary>
    public IReadOnlyList<EthosCredential>? Credentials { get; init; }

    /// <summary>E-mail addresses.</summary>
    public IReadOnlyList<EthosEmail>? Emails { get; init; }

    /// <summary>Says which person it is by GUID, and nothing personal.</summary>
    public override string ToString() => $"EthosPerson {{ Id = {Id} }}";
}

/// <summary>A credential, in a person or in criteria. Personal.</summary>
internal sealed record EthosCredential(string? Type, string? Value)
{
    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(EthosCredential);
}

/// <summary>An address, in a person or in criteria. Personal.</summary>
internal sealed record EthosEmail(string? Address)
{
    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(EthosEmail);
}

/// <summary>Criteria for persons by credential.</summary>
internal sealed record EthosCredentialCriteria(IReadOnlyList<EthosCredential> Credentials);

/// <summary>Criteria for persons by e-mail address.</summary>
internal sealed record EthosEmailCriteria(IReadOnlyList<EthosEmail> Emails);

/// <summary>Criteria for scores.</summary>
internal sealed record EthosScoreCriteria(EthosReference Student, EthosReference Assessment);

/// <summary>A test that the college has registered.</summary>
internal sealed record EthosAssessment
{
    /// <summary>The test's GUID.</summary>
    public required string Id { get; init; }

    /// <summary>The college's code, in Banner of STVTESC, in Colleague of NON.COURSES.</summary>
    public string? Code { get; init; }

    /// <summary>What people read.</summary>
    public string? Title { get; init; }

    /// <summary>Which scores it takes; null for all.</summary>
    public EthosValidScores? ValidScores { get; init; }
}

/// <summary>Which scores a test takes.</summary>
internal sealed record EthosValidScores(EthosScoreRange? Range);

/// <summary>A range of scores.</summary>
/// <param name="Minimum">The lowest.</param>
/// <param name="Maximum">The highest.</param>
/// <param name="Increment">The step, counted from the lowest; null or 0 for whole numbers.</param>
internal sealed record EthosScoreRange(decimal? Minimum, decimal? Maximum, decimal? Increment);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EthosScoreBody))]
[JsonSerializable(typeof(EthosScore))]
[JsonSerializable(typeof(EthosCredentialCriteria))]
[JsonSerializable(typeof(EthosEmailCriteria))]
[JsonSerializable(typeof(EthosScoreCriteria))]
[JsonSerializable(typeof(IReadOnlyList<EthosScore>))]
[JsonSerializable(typeof(IReadOnlyList<EthosPerson>))]
[JsonSerializable(typeof(IReadOnlyList<EthosAssessment>))]
internal sealed partial class EthosJson : JsonSerializerContext;
