using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>The envelope of a line item.</summary>
internal sealed record OneRosterLineItemBody(OneRosterLineItem AssessmentLineItem);

/// <summary>The assessment, or a section of it. The schema takes no other members than its own.</summary>
internal sealed record OneRosterLineItem
{
    /// <summary>Our id of it.</summary>
    public required string SourcedId { get; init; }

    /// <summary>Always "active".</summary>
    public string Status { get; } = "active";

    /// <summary>When we put it, in UTC.</summary>
    public required string DateLastModified { get; init; }

    /// <summary>What people read.</summary>
    public required string Title { get; init; }

    /// <summary>The assessment of a section; null for the assessment itself.</summary>
    public OneRosterReference? ParentAssessmentLineItem { get; init; }

    /// <summary>The lowest percentage; null for the assessment itself, which has no score.</summary>
    public int? ResultValueMin => ParentAssessmentLineItem is null ? null : 0;

    /// <summary>The highest percentage, as with the lowest.</summary>
    public int? ResultValueMax => ParentAssessmentLineItem is null ? null : 100;
}

/// <summary>The envelope of a result.</summary>
internal sealed record OneRosterResultBody(OneRosterResult AssessmentResult);

/// <summary>A student's result in a section. The schema takes no other members than its own.</summary>
internal sealed record OneRosterResult
{
    /// <summary>Our id of it.</summary>
    public required string SourcedId { get; init; }

    /// <summary>Always "active".</summary>
    public string Status { get; } = "active";

    /// <summary>When the section was scored, in UTC: the same at each repetition.</summary>
    public required string DateLastModified { get; init; }

    /// <summary>What stands outside of the schema: the parts of the section; null for none.</summary>
    public OneRosterMetadata? Metadata { get; init; }

    /// <summary>The section.</summary>
    public required OneRosterReference AssessmentLineItem { get; init; }

    /// <summary>The student.</summary>
    public required OneRosterReference Student { get; init; }

    /// <summary>The percentage, scaled to what the line item is worth.</summary>
    public required decimal Score { get; init; }

    /// <summary>"pass", "fail" or "question"; null when not given.</summary>
    public string? TextScore { get; init; }

    /// <summary>The day of scoring in UTC.</summary>
    public required string ScoreDate { get; init; }

    /// <summary>Always "fully graded".</summary>
    public string ScoreStatus { get; } = "fully graded";
}

/// <summary>A reference to something else.</summary>
/// <param name="Href">Its address.</param>
/// <param name="SourcedId">Its id.</param>
/// <param name="Type">What it is.</param>
internal sealed record OneRosterReference(string Href, string SourcedId, string Type);

/// <summary>What stands outside of the schema.</summary>
/// <param name="Subscales">The percentages of the section's parts, by their codes.</param>
internal sealed record OneRosterMetadata(IReadOnlyDictionary<string, decimal> Subscales);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OneRosterLineItemBody))]
[JsonSerializable(typeof(OneRosterResultBody))]
[JsonSerializable(typeof(OneRosterUsers))]
[JsonSerializable(typeof(OneRosterLineItemAnswer))]
[JsonSerializable(typeof(OneRosterResultAnswer))]
[JsonSerializable(typeof(OneRosterResultsAnswer))]
internal sealed partial class OneRosterJson : JsonSerializerContext;
