namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// A forward cursor over one payload. Generated readers are written once against this interface and compiled twice,
/// for <see cref="JsonPayloadReader"/> and for <see cref="XmlPayloadReader"/>, so that both formats give the same value.
/// </summary>
/// <remarks>
/// The cursor always stands before a value. In XML a value is an attribute's text or an element's content; attributes
/// and child elements are both members. "Nothing" is what the vendor writes for null: JSON <c>null</c> and <c>[]</c>, or
/// an empty element. Not thread-safe; every failure is a <see cref="PayloadException"/>.
/// </remarks>
public interface IPayloadReader
{
    /// <summary>Which format is being read.</summary>
    PayloadFormat Format { get; }

    /// <summary>Enters an object. Call <see cref="NextMember"/> until it answers false.</summary>
    /// <returns>False, with the value consumed, when it is nothing or an empty string.</returns>
    bool BeginObject();

    /// <summary>Moves to the next member's value, or leaves the object.</summary>
    /// <param name="name">The member's name, unescaped UTF-8, valid until the next call.</param>
    /// <returns>False when the object has no further member.</returns>
    bool NextMember(out ReadOnlySpan<byte> name);

    /// <summary>
    /// Enters a list. Call <see cref="NextItem"/> until it answers false. A lone value where JSON should have an array
    /// counts as a list of one. In XML every child element is an item.
    /// </summary>
    ListShape BeginList();

    /// <summary>Moves to the next item's value, or leaves the list.</summary>
    bool NextItem(ref ListShape shape);

    /// <summary>Reads a string, number, boolean or attribute or element text as text.</summary>
    /// <param name="text">Unescaped UTF-8 text, valid until the next call; empty for <c>""</c>.</param>
    /// <returns>False, with the value consumed, when it is nothing.</returns>
    bool ReadScalar(out ReadOnlySpan<byte> text);

    /// <summary>Reads any value as source text; null when it is nothing or an empty string.</summary>
    RawFragment? ReadRaw();

    /// <summary>Passes over a value of any shape, checking only that it is well-formed.</summary>
    void Skip();

    /// <summary>Checks that nothing but blanks (and in XML comments) follows the root value.</summary>
    void End();

    /// <summary>Makes the error for the value or member that was read last; names its path and byte offset.</summary>
    PayloadException Error(PayloadError error, string? member = null);
}

/// <summary>How far and how a list is being read; kept by the caller between calls of <see cref="IPayloadReader.NextItem"/>.</summary>
public enum ListShape : byte
{
    /// <summary>Nothing, or read to the end.</summary>
    Done,

    /// <summary>One value that stands for a list of one.</summary>
    Lone,

    /// <summary>A list before its first item.</summary>
    First,

    /// <summary>A list after an item.</summary>
    Next,
}
