using System.Text.Json;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Finds the rows that hold one student's data.</summary>
internal sealed class StudentSearch(string userId)
{
    private readonly WholeWord _id = new(userId);

    /// <summary>
    /// The ids of the student's events, and of those whose user nobody could read and whose body has the id in it. An
    /// erased event is neither.
    /// </summary>
    public PagedQuery<long?> Events => new()
    {
        Table = "event",
        Select = """
            SELECT id, user_id IS NOT NULL,
                (SELECT body FROM event_body WHERE event_id = event.id AND event.user_id IS NULL)
            FROM event
            """,
        Where = "(user_id = ?3 OR (user_id IS NULL AND body_hash <> x''))",
        Bind = run => run.Bind(userId),
        Read = row => row.Integer(1) == 1 || _id.IsIn(row.Bytes(2)) ? row.Integer(0) : null,
    };

    /// <summary>
    /// The ids of the deliveries that tell of the student: by what they deliver, or where that is gone by what they set.
    /// </summary>
    public PagedQuery<long?> Deliveries => new()
    {
        Table = "delivery",
        Select = "SELECT id, subject, operation, payload FROM delivery",
        Where = $"subject <> {Erasing.Blank}",
        Bind = static run => run,
        Read = row => IsOfStudent(row.Bytes(1), row.Bytes(2), row.Bytes(3)) ? row.Integer(0) : null,
    };

    private bool IsOfStudent(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> operation, ReadOnlySpan<byte> payload) =>
        payload.IsEmpty
            ? _id.IsIn(subject) || _id.IsIn(operation)
            : JsonSerializer.Deserialize(payload, LedgerJson.Default.SectionResult)!.Student.UserId == userId;
}
