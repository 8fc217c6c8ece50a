using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>What is read of a user. Holds personal data.</summary>
internal sealed record BrightspaceUser
{
    /// <summary>Brightspace's own number.</summary>
    public required long UserId { get; init; }

    /// <summary>The school's id.</summary>
    public string? OrgDefinedId { get; init; }

    /// <summary>E-mail address.</summary>
    public string? ExternalEmail { get; init; }

    /// <summary>Says which user it is, and nothing personal.</summary>
    public override string ToString() => $"BrightspaceUser {{ UserId = {UserId} }}";
}

/// <summary>A grade object as it is listed.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name, unique in the course.</param>
internal sealed record GradeObject(long Id, string? Name);

/// <summary>A grade object to be made: outside of the final grade.</summary>
internal sealed record NewGradeObject
{
    /// <summary>Its name, unique in the course.</summary>
    public required string Name { get; init; }

    /// <summary>"Numeric" or "Text".</summary>
    public required string GradeType { get; init; }

    /// <summary>The points of a numeric one.</summary>
    public decimal? MaxPoints { get; init; }

    /// <summary>Whether more points are possible, of a numeric one.</summary>
    public bool? CanExceedMaxPoints { get; init; }

    /// <summary>Whether it adds to the final grade only, of a numeric one.</summary>
    public bool? IsBonus { get; init; }

    /// <summary>Whether the final grade leaves it out, of a numeric one.</summary>
    public bool? ExcludeFromFinalGradeCalculation { get; init; }

    /// <summary>Whether students do not see it.</summary>
    public bool? IsHidden { get; init; }
}

/// <summary>A text with its kind.</summary>
/// <param name="Content">The text.</param>
/// <param name="Type">"Text" or "Html".</param>
internal sealed record RichText(string Content, string Type);

/// <summary>A comment as it is read: text and HTML side by side, or one of them by its kind.</summary>
internal sealed record CommentRead
{
    /// <summary>The plain text.</summary>
    public string? Text { get; init; }

    /// <summary>The text with markup.</summary>
    public string? Html { get; init; }

    /// <summary>The text, where <see cref="Type"/> says what it is.</summary>
    public string? Content { get; init; }

    /// <summary>"Text" or "Html".</summary>
    public string? Type { get; init; }

    /// <summary>As it is to be sent back, with nothing lost.</summary>
    public RichText ToRichText() => this switch
    {
        { Content: { } content } => new RichText(content, Type ?? "Text"),
        { Html: { Length: > 0 } html } => new RichText(html, "Html"),
        _ => new RichText(Text ?? "", "Text"),
    };
}

/// <summary>What is read of a student's value: the comments that others wrote.</summary>
internal sealed record GradeValue
{
    /// <summary>What the student sees.</summary>
    public CommentRead? Comments { get; init; }

    /// <summary>What only instructors see.</summary>
    public CommentRead? PrivateComments { get; init; }
}

/// <summary>A student's value to be set.</summary>
internal sealed record IncomingValue
{
    /// <summary>What the student sees. Required.</summary>
    public required RichText Comments { get; init; }

    /// <summary>What only instructors see. Required.</summary>
    public required RichText PrivateComments { get; init; }

    /// <summary>1 numeric, 4 text.</summary>
    public required int GradeObjectType { get; init; }

    /// <summary>The points of a numeric one.</summary>
    public decimal? PointsNumerator { get; init; }

    /// <summary>The text of a text one.</summary>
    public string? Text { get; init; }
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(IReadOnlyList<BrightspaceUser>))]
[JsonSerializable(typeof(IReadOnlyList<GradeObject>))]
[JsonSerializable(typeof(NewGradeObject))]
[JsonSerializable(typeof(GradeValue))]
[JsonSerializable(typeof(IncomingValue))]
internal sealed partial class BrightspaceJson : JsonSerializerContext;
