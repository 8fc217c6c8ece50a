using System.Buffers;
using System.Text;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Finds the rows that hold one student's data.</summary>
internal sealed class StudentSearch(string userId)
{
    private static readonly SearchValues<byte> Word =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    private readonly byte[] _id = Encoding.UTF8.GetBytes(userId);

    /// <summary>The ids of events whose user nobody could read and whose body has the id in it.</summary>
    public PagedQuery<long?> Unread => new()
    {
        Table = "event",
        Select = "SELECT id, body FROM event JOIN event_body ON event_id = id",
        Where = "user_id IS NULL AND position($4 IN body) > 0",
        Bind = batch => batch.Bind(_id),
        Read = row => HasId(row.Bytes(1)) ? row.Integer(0) : null,
        PageSize = 32, // Bodies may be large.
    };

    /// <summary>
    /// The ids of the deliveries that tell of the student: by what they deliver, or where nobody knows that, by what they set.
    /// </summary>
    public PagedQuery<long?> Deliveries => new()
    {
        Table = "delivery",
        Select = "SELECT id, user_id IS NOT NULL, subject, operation FROM delivery",
        Where = $"(user_id = $4 OR user_id IS NULL AND subject <> {Erasing.Blank} AND strpos(subject || ' ' || operation, $4) > 0)",
        Bind = batch => batch.Bind(userId),
        Read = row => row.Truth(1) || HasId(Encoding.UTF8.GetBytes(row.Text(2))) || HasId(Encoding.UTF8.GetBytes(row.Text(3)))
            ? row.Integer(0)
            : null,
    };

    /// <summary>The ids of some of the student's events.</summary>
    public async Task<long[]> FindEventsAsync(Session session, int max)
    {
        await using var batch = session.Batch()
            .Add("SELECT id FROM event WHERE user_id = $1 LIMIT $2").Bind(userId).Bind((long)max);
        return [.. await batch.ReadAsync(static row => row.Integer(0), session.Cancel)];
    }

    /// <summary>Whether a text has the id as a whole word: 71 is in "id:71", and not in "1710".</summary>
    private bool HasId(ReadOnlySpan<byte> text)
    {
        for (var from = 0; text[from..].IndexOf(_id) is >= 0 and var found; from += found + 1)
        {
            var (start, end) = (from + found, from + found + _id.Length);
            if ((start == 0 || !IsWord(text[start - 1])) && (end == text.Length || !IsWord(text[end])))
                return true;
        }

        return false;
    }

    private static bool IsWord(byte letter) => letter >= 0x80 || Word.Contains(letter);
}
