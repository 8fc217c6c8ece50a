using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>A grade. What is left out stays as it is; a null or an empty text would clear it.</summary>
internal sealed record BlackboardGrade
{
    /// <summary>The points.</summary>
    public required decimal Score { get; init; }

    /// <summary>How the grade is shown.</summary>
    public required string Text { get; init; }

    /// <summary>What only instructors see; replaces what was there.</summary>
    public required string Notes { get; init; }
}

/// <summary>A column to be made: hidden from students and outside of calculations.</summary>
internal sealed record NewColumn(
    string ExternalId, string Name, ColumnScore Score, ColumnAvailability Availability, bool IncludeInCalculations, ColumnGrading Grading);

/// <summary>The points of a column.</summary>
internal sealed record ColumnScore(decimal Possible);

/// <summary>Whether students see a column: "Yes" or "No".</summary>
internal sealed record ColumnAvailability(string Available);

/// <summary>How a column is graded: "Manual" takes notes.</summary>
internal sealed record ColumnGrading(string Type);

/// <summary>What is read of a user. Holds personal data.</summary>
internal sealed record BlackboardUser
{
    /// <summary>Blackboard's own id, like <c>_12_1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>How to reach the user.</summary>
    public BlackboardContact? Contact { get; init; }

    /// <summary>Says which user it is, and nothing personal.</summary>
    public override string ToString() => $"BlackboardUser {{ Id = {Id} }}";
}

/// <summary>How to reach a user. Personal.</summary>
internal sealed record BlackboardContact(string? Email)
{
    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(BlackboardContact);
}

/// <summary>A page of users.</summary>
internal sealed record BlackboardUsers(IReadOnlyList<BlackboardUser>? Results, BlackboardPaging? Paging);

/// <summary>Where the next page is; null when there is none.</summary>
internal sealed record BlackboardPaging(string? NextPage);

/// <summary>What is read of an error. Its status is a number or a text, so it is not read at all.</summary>
internal sealed record BlackboardError(string? Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BlackboardGrade))]
[JsonSerializable(typeof(NewColumn))]
[JsonSerializable(typeof(BlackboardUser))]
[JsonSerializable(typeof(BlackboardUsers))]
[JsonSerializable(typeof(BlackboardError))]
internal sealed partial class BlackboardJson : JsonSerializerContext;
