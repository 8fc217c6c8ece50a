using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>
/// A grade to be set. What is left out stays as it is; a null would clear it. There is no text: a column of percents would read that
/// of points as percents.
/// </summary>
internal sealed record NewGrade
{
    /// <summary>The points.</summary>
    public required decimal Score { get; init; }

    /// <summary>What only instructors see; replaces what was there.</summary>
    public required string Notes { get; init; }
}

/// <summary>A grade as it stands: the answer to a write too.</summary>
internal sealed record BlackboardGrade
{
    /// <summary>Blackboard's own id of the student.</summary>
    public string? UserId { get; init; }

    /// <summary>The points; null when there are none.</summary>
    public decimal? Score { get; init; }

    /// <summary>The grade as instructors see it.</summary>
    public DisplayGrade? DisplayGrade { get; init; }

    /// <summary>Whether the student is excused: then that is shown, and no score.</summary>
    public bool? Exempt { get; init; }

    /// <summary>When it was overridden, which each write over the API does.</summary>
    public DateTimeOffset? Overridden { get; init; }
}

/// <summary>A grade as it is shown.</summary>
/// <param name="ScaleType">For example "Score", "Percent", "Tabular" or "Text".</param>
/// <param name="Score">The points.</param>
/// <param name="Possible">What the column is worth.</param>
internal sealed record DisplayGrade(string? ScaleType, decimal? Score, decimal? Possible);

/// <summary>A page of the grades of a column.</summary>
internal sealed record BlackboardGrades(IReadOnlyList<BlackboardGrade>? Results, BlackboardPaging? Paging);

/// <summary>A column as it is listed.</summary>
internal sealed record BlackboardColumn
{
    /// <summary>Blackboard's own id, like <c>_13_1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The id that is the school's, or ours.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is worth.</summary>
    public ColumnPoints? Score { get; init; }

    /// <summary>Whether students see it.</summary>
    public ColumnAvailability? Availability { get; init; }

    /// <summary>Where its grades come from.</summary>
    public ColumnGrading? Grading { get; init; }

    /// <summary>Whether it is the course's grade for the student information system.</summary>
    public bool? ExternalGrade { get; init; }

    /// <summary>Whether it counts in calculated columns.</summary>
    public bool? IncludeInCalculations { get; init; }
}

/// <summary>What a column is worth, as it is read.</summary>
internal sealed record ColumnPoints(decimal? Possible);

/// <summary>A page of columns.</summary>
internal sealed record BlackboardColumns(IReadOnlyList<BlackboardColumn>? Results, BlackboardPaging? Paging);

/// <summary>A column to be made: hidden from students and outside of calculations.</summary>
internal sealed record NewColumn(
    string ExternalId, string Name, ColumnScore Score, ColumnAvailability Availability, bool IncludeInCalculations, ColumnGrading Grading);

/// <summary>The points of a column.</summary>
internal sealed record ColumnScore(decimal Possible);

/// <summary>Whether students see a column: "Yes" or "No".</summary>
internal sealed record ColumnAvailability(string? Available);

/// <summary>How a column is graded: "Manual" takes notes.</summary>
internal sealed record ColumnGrading(string? Type);

/// <summary>What is read of a user. Holds personal data.</summary>
internal sealed record BlackboardUser
{
    /// <summary>Blackboard's own id, like <c>_12_1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The school's id; null when there is none, or when it may not be seen.</summary>
    public string? ExternalId { get; init; }

    /// <summary>How to reach the user; null when that may not be seen.</summary>
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
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(NewGrade))]
[JsonSerializable(typeof(BlackboardGrade))]
[JsonSerializable(typeof(BlackboardGrades))]
[JsonSerializable(typeof(BlackboardColumn))]
[JsonSerializable(typeof(BlackboardColumns))]
[JsonSerializable(typeof(NewColumn))]
[JsonSerializable(typeof(BlackboardUser))]
[JsonSerializable(typeof(BlackboardUsers))]
[JsonSerializable(typeof(BlackboardError))]
internal sealed partial class BlackboardJson : JsonSerializerContext;
