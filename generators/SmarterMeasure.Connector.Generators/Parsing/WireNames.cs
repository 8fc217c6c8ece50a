using System.Text;
using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>How members are named on the wire.</summary>
internal static class WireNames
{
    private const string Serialization = "System.Text.Json.Serialization";

    // The values of JsonIgnoreCondition.
    private const int Never = 0;
    private const int Always = 1;
    private const int WhenWritingDefault = 2;
    private const int WhenWritingNull = 3; // For types that have null, which is their default.
    private const int WhenWriting = 4;
    private const int WhenReading = 5;

    /// <summary>The name given by <c>[JsonPropertyName]</c>, else the property's in snake case.</summary>
    public static string Of(IPropertySymbol property) =>
        property.Attribute(Serialization, "JsonPropertyNameAttribute") is { ConstructorArguments: [{ Value: string name }] }
            ? name
            : SnakeCase(property.Name);

    /// <summary>Whether <c>[JsonIgnore]</c> keeps the property from being read.</summary>
    public static bool IsIgnored(IPropertySymbol property) => IgnoreCondition(property) is Always or WhenReading;

    /// <summary>When a property that is read is written, by its <c>[JsonIgnore]</c>.</summary>
    public static Writing Writing(IPropertySymbol property) => IgnoreCondition(property) switch
    {
        WhenWriting => Model.Writing.Never,
        WhenWritingDefault or WhenWritingNull => Model.Writing.IfNotDefault,
        Never => Model.Writing.Always,
        _ => Model.Writing.IfGiven,
    };

    private static int? IgnoreCondition(IPropertySymbol property)
    {
        if (property.Attribute(Serialization, "JsonIgnoreAttribute") is not { } attribute)
            return null;
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument is { Key: "Condition", Value.Value: int condition })
                return condition;
        }

        return Always;
    }

    /// <summary>Whether the property keeps what no other takes.</summary>
    public static bool IsExtensionData(IPropertySymbol property) =>
        property.Attribute(Serialization, "JsonExtensionDataAttribute") is not null;

    /// <summary>Whether the property has to be there, as with C#'s <c>required</c>.</summary>
    public static bool IsRequired(IPropertySymbol property) =>
        property.IsRequired || property.Attribute(Serialization, "JsonRequiredAttribute") is not null;

    /// <summary>Whether the constructor is marked as the one to use.</summary>
    public static bool IsChosen(IMethodSymbol constructor) =>
        constructor.Attribute(Serialization, "JsonConstructorAttribute") is not null;

    /// <summary>The text of an enum member: by <c>[JsonStringEnumMemberName]</c>, else its name.</summary>
    public static string Of(IFieldSymbol member) =>
        member.Attribute(Serialization, "JsonStringEnumMemberNameAttribute") is { ConstructorArguments: [{ Value: string name }] }
            ? name
            : member.Name;

    /// <summary>What is compared of an enum's text: lower case without <c>-</c> and <c>_</c>.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is not ('-' or '_'))
                folded.Append(letter is >= 'A' and <= 'Z' ? (char)(letter | 0x20) : letter);
        }

        return folded.ToString();
    }

    /// <summary>The same as <c>JsonNamingPolicy.SnakeCaseLower</c>: <c>RestApiURIs</c> becomes <c>rest_api_ur_is</c>.</summary>
    public static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0)
            {
                var endsWord = char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]);
                var startsWord = char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1]);
                if (endsWord || startsWord)
                    snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }

    /// <summary>
    /// The other name under which the vendor sends a member: in XML the root's attributes <c>id</c> and <c>event</c>
    /// (the vendor's prose says <c>event</c> for JSON too), and list items without the wrapper around them.
    /// </summary>
    public static string? Alias(string wireName, bool isList) => wireName switch
    {
        "callback_id" => "id",
        "callback_event" => "event",
        _ => isList ? Singular(wireName) : null,
    };

    private static string? Singular(string plural)
    {
        if (EndsWith("ies") && plural.Length > 4)
            return plural.Substring(0, plural.Length - 3) + "y";
        if (EndsWith("sses") || EndsWith("xes") || EndsWith("ches") || EndsWith("shes"))
            return plural.Substring(0, plural.Length - 2);
        return EndsWith("s") && !EndsWith("ss") && plural.Length > 1 ? plural.Substring(0, plural.Length - 1) : null;

        bool EndsWith(string end) => plural.EndsWith(end, StringComparison.Ordinal);
    }
}
