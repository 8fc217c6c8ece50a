using System.Globalization;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>A grade object as it is listed.</summary>
internal sealed record GradeObject
{
    /// <summary>The type of those that take points.</summary>
    public const string Numeric = "Numeric";

    /// <summary>The type of those that take a text.</summary>
    public const string Text = "Text";

    /// <summary>Its number; 0 for one that a trial did not make.</summary>
    public required long Id { get; init; }

    /// <summary>Its name, unique in the course.</summary>
    public string? Name { get; init; }

    /// <summary>For example "Numeric" or "Text".</summary>
    public string? GradeType { get; init; }

    /// <summary>What it is worth.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>Whether more points than that count and show.</summary>
    public bool? CanExceedMaxPoints { get; init; }

    /// <summary>Whether it only adds to the final grade.</summary>
    public bool? IsBonus { get; init; }

    /// <summary>Whether the final grade leaves it out.</summary>
    public bool? ExcludeFromFinalGradeCalculation { get; init; }

    /// <summary>Whether students do not see it.</summary>
    public bool? IsHidden { get; init; }

    /// <summary>The tool, such as a quiz, that writes its values too; null for none.</summary>
    public AssociatedTool? AssociatedTool { get; init; }

    /// <summary>Whether it is there: a trial makes none.</summary>
    [JsonIgnore]
    public bool IsMade => Id != 0;

    /// <summary>Its number for a path.</summary>
    [JsonIgnore]
    public string Path => IsMade ? Id.ToString(CultureInfo.InvariantCulture) : "new";
}

/// <summary>The tool of a grade object.</summary>
/// <param name="ToolId">Its number.</param>
internal sealed record AssociatedTool(long? ToolId);

/// <summary>
/// A grade object to be made: outside of the final grade. All documented members of its type are sent, also those that are null.
/// </summary>
[JsonDerivedType(typeof(NewNumericObject))]
[JsonDerivedType(typeof(NewTextObject))]
internal abstract record NewGradeObject
{
    /// <summary>Its name, unique in the course.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its short name; empty for none.</summary>
    public string ShortName { get; init; } = "";

    /// <summary>"Numeric" or "Text".</summary>
    public abstract string GradeType { get; }

    /// <summary>The number of its category; 0 for none.</summary>
    public long CategoryId { get; init; }

    /// <summary>What is said of it.</summary>
    public RichText Description { get; init; } = new("", "Text");

    /// <summary>The tool that writes its values too: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public AssociatedTool? AssociatedTool { get; init; }

    /// <summary>Whether students do not see it.</summary>
    public abstract bool IsHidden { get; }

    /// <summary>What there is once it is made.</summary>
    public abstract GradeObject ToGradeObject(long id);
}

/// <summary>A numeric one, worth 100 points.</summary>
internal sealed record NewNumericObject : NewGradeObject
{
    /// <inheritdoc/>
    public override string GradeType => GradeObject.Numeric;

    /// <inheritdoc/>
    public override bool IsHidden => false;

    /// <summary>What it is worth.</summary>
    public decimal MaxPoints { get; init; } = 100;

    /// <summary>Whether more points are possible.</summary>
    public bool CanExceedMaxPoints { get; init; }

    /// <summary>Whether it adds to the final grade only.</summary>
    public bool IsBonus { get; init; }

    /// <summary>Whether the final grade leaves it out.</summary>
    public bool ExcludeFromFinalGradeCalculation { get; init; } = true;

    /// <summary>The number of its scheme: the course's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? GradeSchemeId { get; init; }

    /// <inheritdoc/>
    public override GradeObject ToGradeObject(long id) => new()
    {
        Id = id,
        Name = Name,
        GradeType = GradeType,
        MaxPoints = MaxPoints,
        CanExceedMaxPoints = CanExceedMaxPoints,
        ExcludeFromFinalGradeCalculation = ExcludeFromFinalGradeCalculation,
        IsHidden = IsHidden,
    };
}

/// <summary>A text one, hidden: the readiness is for instructors.</summary>
internal sealed record NewTextObject : NewGradeObject
{
    /// <inheritdoc/>
    public override string GradeType => GradeObject.Text;

    /// <inheritdoc/>
    public override bool IsHidden => true;

    /// <inheritdoc/>
    public override GradeObject ToGradeObject(long id) =>
        new() { Id = id, Name = Name, GradeType = GradeType, IsHidden = IsHidden };
}
