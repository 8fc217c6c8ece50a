namespace FakeCampus.Ethos;

/// <summary>A student-aptitude-assessments record.</summary>
/// <param name="Id">The GUID that the system gave it.</param>
/// <param name="StudentId">The person.</param>
/// <param name="AssessmentId">The aptitude assessment.</param>
/// <param name="AssessedOn">The day of the test.</param>
/// <param name="Value">The numeric score.</param>
/// <param name="SourceId">Where the score came from.</param>
/// <param name="Comment">A remark of the sender.</param>
/// <param name="Form">Name and number of the test form, both or none.</param>
/// <param name="Percentiles">At most one value of each type.</param>
/// <param name="Status"><c>active</c> or <c>inactive</c>.</param>
/// <param name="Writes">How often it was written, its creation included.</param>
public sealed record EthosScore(
    Guid Id,
    Guid StudentId,
    Guid AssessmentId,
    DateOnly AssessedOn,
    decimal Value,
    Guid? SourceId = null,
    string? Comment = null,
    EthosForm? Form = null,
    IReadOnlyList<EthosPercentile>? Percentiles = null,
    string Status = "active",
    int Writes = 1);

/// <summary>The form of a test.</summary>
public sealed record EthosForm(string Name, string Number);

/// <summary>A percentile, 0 to 100, of one type (such as <c>national</c>).</summary>
public sealed record EthosPercentile(string Type, decimal Value);
