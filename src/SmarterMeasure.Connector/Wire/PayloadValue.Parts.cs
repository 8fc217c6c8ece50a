using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <content>Values that the vendor itself does not send, but a school's own data may hold.</content>
public static partial class PayloadValue
{
    /// <summary>A duration as <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
    public static TimeSpan? TimeSpan<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.ReadScalar(out var text) || text.IsEmpty)
            return null;
        if (Utf8Parser.TryParse(text, out TimeSpan value, out var used, 'c') && used == text.Length)
            return value;
        throw reader.Error(PayloadError.WrongType);
    }

    /// <summary>A text of one UTF-16 character.</summary>
    public static char? Char<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.ReadScalar(out var text) || text.IsEmpty)
            return null;
        if (Rune.DecodeFromUtf8(text, out var rune, out var used) == OperationStatus.Done && used == text.Length && rune.IsBmp)
            return (char)rune.Value;
        throw reader.Error(PayloadError.WrongType);
    }

    /// <summary>Bytes in Base64.</summary>
    public static byte[]? Bytes<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.ReadScalar(out var text))
            return null;
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out _, out var written) == OperationStatus.Done)
            return written == bytes.Length ? bytes : bytes[..written];
        throw reader.Error(PayloadError.WrongType);
    }

    /// <summary>Enters a dictionary.</summary>
    /// <param name="reader">The cursor.</param>
    /// <param name="map">Receives a dictionary, when it has none yet.</param>
    /// <returns>As <see cref="IPayloadReader.BeginObject"/>.</returns>
    public static bool BeginMap<TReader, T>(ref TReader reader, [NotNull] ref Dictionary<string, T>? map)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        map ??= new Dictionary<string, T>(StringComparer.Ordinal);
        return reader.BeginObject();
    }

    /// <summary>Enters a dictionary that stays null for JSON's null and <c>[]</c> and XML's <c>xsi:nil</c>.</summary>
    /// <inheritdoc cref="BeginMap"/>
    public static bool BeginMapOrNull<TReader, T>(ref TReader reader, [NotNullWhen(true)] ref Dictionary<string, T>? map)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var start = reader;
        var hasMembers = reader.BeginObject();
        if (hasMembers || start.ReadScalar(out _))
            map ??= new Dictionary<string, T>(StringComparer.Ordinal);
        return hasMembers;
    }

    /// <summary>Makes a dictionary's key of a member's name.</summary>
    /// <exception cref="PayloadException"><see cref="PayloadError.DuplicateMember"/>: it is there already.</exception>
    public static string Key<TReader, T>(ref TReader reader, ReadOnlySpan<byte> name, Dictionary<string, T> map)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(map);
        var key = Encoding.UTF8.GetString(name);
        return map.ContainsKey(key) ? throw reader.Error(PayloadError.DuplicateMember) : key;
    }
}
