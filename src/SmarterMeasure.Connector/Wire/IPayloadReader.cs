namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// A forward cursor over one payload. Generated readers are written once against this interface and compiled twice,
/// for <see cref="JsonPayloadReader"/> and for <see cref="XmlPayloadReader"/>, so that both formats give the same value.
/// </summary>
/// <remarks>
/// The cursor always stands before a value, first the root, and each value is consumed by exactly one of
/// <see cref="BeginObject"/> (read to its end), <see cref="BeginList"/> (read to its end), <see cref="ReadScalar"/>,
/// <see cref="ReadRaw"/> and <see cref="Skip"/>. In XML a value is an attribute's text or an element; attributes and then
/// child elements, by local name, are the members.
/// <para>
/// "Nothing" is what the vendor writes for null. In JSON it is <c>null</c> and <c>[]</c>. In XML it is
/// <c>xsi:nil="true"</c>, and where children are wanted an element without attributes, child elements and text.
/// </para>
/// <para>
/// A method that meets another shape than it wants first checks that the value is well-formed, so that broken text is
/// never called <see cref="PayloadError.WrongType"/>. Not thread-safe; every failure, also of the constructors, is a
/// <see cref="PayloadException"/>, after which the reader is of no use but for <see cref="Error"/>.
/// </para>
/// </remarks>
public interface IPayloadReader
{
    /// <summary>Which format is being read.</summary>
    PayloadFormat Format { get; }

    /// <summary>Enters an object. Call <see cref="NextMember"/> until it answers false.</summary>
    /// <returns>False, with the value consumed, when it is nothing or an empty text.</returns>
    /// <exception cref="PayloadException">
    /// <see cref="PayloadError.WrongType"/>: a scalar, a list with items, in XML text without child elements.
    /// </exception>
    bool BeginObject();

    /// <summary>Moves to the next member's value, or leaves the object. A repeated name is not noticed here.</summary>
    /// <param name="name">The member's name, unescaped UTF-8, without an XML prefix; valid until the next call.</param>
    /// <returns>False when the object has no further member.</returns>
    bool NextMember(out ReadOnlySpan<byte> name);

    /// <summary>
    /// Enters a list. Call <see cref="NextItem"/> until it answers false. Nothing and an empty text are a list without
    /// items. In JSON a lone value where an array should be counts as a list of one. In XML every child element is an
    /// item, whatever its name, and attributes are none.
    /// </summary>
    /// <exception cref="PayloadException"><see cref="PayloadError.WrongType"/>: in XML, text without child elements.</exception>
    ListShape BeginList();

    /// <summary>Moves to the next item's value, or leaves the list.</summary>
    bool NextItem(ref ListShape shape);

    /// <summary>Reads a string, number, boolean or attribute or element text as text.</summary>
    /// <param name="text">
    /// UTF-8 without escapes, valid until the next call. Numbers and booleans are given as they are written. An element's
    /// text is trimmed of white space, and its attributes are ignored. Empty for <c>""</c> and for an empty element.
    /// </param>
    /// <returns>False, with the value consumed, when it is nothing.</returns>
    /// <exception cref="PayloadException">
    /// <see cref="PayloadError.WrongType"/>: an object, a list with items, an element with child elements.
    /// </exception>
    bool ReadScalar(out ReadOnlySpan<byte> text);

    /// <summary>
    /// Reads any value as source text: a JSON value, the trimmed inside of an XML element, or the text of an attribute.
    /// Null when it is nothing or empty; JSON's <c>{}</c> is kept.
    /// </summary>
    RawFragment? ReadRaw();

    /// <summary>Passes over a value of any shape, checking only that it is well-formed.</summary>
    void Skip();

    /// <summary>Checks that nothing but blanks (and in XML comments and instructions) follows the root value.</summary>
    void End();

    /// <summary>
    /// Makes the error for what was read last: the name given by <see cref="NextMember"/>, a value, or the end of an
    /// object or list. It names its path and the byte offset where it begins.
    /// </summary>
    /// <param name="error">The cause.</param>
    /// <param name="member">
    /// A member of the object that what was read last stands in (or is the end of): the path names it instead.
    /// </param>
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
