using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SmarterMeasure.Connector.Storage;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>A <see cref="DedupKey"/> with the hash by which <see cref="SeenKeys"/> finds it.</summary>
/// <param name="Text">The key.</param>
/// <param name="Hash">Its hash: the same for all bodies of one id and event, so that conflicts are found with what they contradict.</param>
internal readonly record struct EventKey(string Text, long Hash)
{
    /// <summary>The name of <see cref="HashOf"/> in SQL, see <see cref="AddFunction"/>.</summary>
    public const string FunctionName = "key_hash";

    public static EventKey Of(string text) => new(text, HashOf(text));

    /// <summary>Lets a migration give the rows of older programs their hashes.</summary>
    public static void AddFunction(sqlite3 database) => _ = raw.sqlite3_create_function(
        database, FunctionName, 1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null,
        static (context, _, arguments) =>
            raw.sqlite3_result_int64(context, HashOf(raw.sqlite3_value_text(arguments[0]).utf8_to_string())));

    private static long HashOf(string text)
    {
        var shared = DedupKey.IsOfConflict(text) ? text.AsSpan(0, text.LastIndexOf(DedupKey.Separator)) : text;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var size = Encoding.UTF8.GetByteCount(shared);
        Span<byte> utf8 = size <= 256 ? stackalloc byte[256] : new byte[size];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(shared, utf8)], hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
