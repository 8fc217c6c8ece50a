using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>Why a payload could not be read.</summary>
public enum PayloadError
{
    /// <summary>The body is empty or starts like neither JSON nor XML.</summary>
    UnknownFormat,

    /// <summary>The text breaks off.</summary>
    Truncated,

    /// <summary>The text is not well-formed.</summary>
    Malformed,

    /// <summary>The bytes are not valid UTF-8, or another encoding is declared.</summary>
    InvalidEncoding,

    /// <summary>Something follows the root value.</summary>
    TrailingData,

    /// <summary>Nested deeper than allowed.</summary>
    TooDeep,

    /// <summary>A document type declaration, which is never accepted.</summary>
    DoctypeForbidden,

    /// <summary>A reference to an entity that XML itself does not define.</summary>
    UnknownEntity,

    /// <summary>A member occurs twice.</summary>
    DuplicateMember,

    /// <summary>A member that the type needs is absent or null.</summary>
    MissingMember,

    /// <summary>The value has another shape than the type wants.</summary>
    WrongType,

    /// <summary>The value is a number or time outside the type's range.</summary>
    OutOfRange,
}

/// <summary>A payload could not be read. The message names place and cause and never quotes a value.</summary>
/// <param name="error">The cause.</param>
/// <param name="path">Where, for example <c>$.section.results.scores[2].value</c>.</param>
/// <param name="offset">The byte offset in the body, from 0.</param>
public sealed class PayloadException(PayloadError error, string path, int offset)
    : Exception($"{Code(error)} at {path}, byte {offset}")
{
    /// <summary>The cause.</summary>
    public PayloadError Error { get; } = error;

    /// <summary>The path of the value at fault; names come from the payload.</summary>
    public string Path { get; } = path;

    /// <summary>The byte offset of the fault, from 0.</summary>
    public int Offset { get; } = offset;

    /// <summary>The cause as a reason code, for example <c>wrong_type</c>.</summary>
    public static string Code(PayloadError error)
    {
        var name = error.ToString();
        var code = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && code.Length > 0)
                code.Append('_');
            code.Append(char.ToLowerInvariant(letter));
        }

        return code.ToString();
    }
}
