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

/// <summary>What is read of a student's value.</summary>
internal sealed record GradeValue
{
    /// <summary>The points as they were written, also those above the maximum.</summary>
    public decimal? PointsNumerator { get; init; }

    /// <summary>What the grade object is worth.</summary>
    public decimal? PointsDenominator { get; init; }

    /// <summary>The grade as people see it; of a text one, the text.</summary>
    public string? DisplayedGrade { get; init; }

    /// <summary>What the student sees.</summary>
    public CommentRead? Comments { get; init; }

    /// <summary>What only instructors see.</summary>
    public CommentRead? PrivateComments { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The number of the user who changed it last.</summary>
    public string? LastModifiedBy { get; init; }
}

/// <summary>A page of the values of a grade object.</summary>
/// <param name="Objects">The students and their values.</param>
/// <param name="Next">The address of the next page; null when there is none.</param>
internal sealed record GradeValuePage(IReadOnlyList<UserGradeValue>? Objects, string? Next);

/// <summary>A student's value in a page of them.</summary>
/// <param name="User">The student.</param>
/// <param name="GradeValue">The value; null when there is none.</param>
internal sealed record UserGradeValue(GradedUser? User, GradeValue? GradeValue);

/// <summary>The student of a value.</summary>
/// <param name="Identifier">Brightspace's own number.</param>
internal sealed record GradedUser(string? Identifier);

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
[JsonSerializable(typeof(GradeValuePage))]
[JsonSerializable(typeof(IncomingValue))]
internal sealed partial class BrightspaceJson : JsonSerializerContext;
