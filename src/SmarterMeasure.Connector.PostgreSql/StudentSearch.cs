using System.Text;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Finds the rows that hold one student's data.</summary>
internal sealed class StudentSearch(string userId)
{
    private readonly WholeWord _id = new(userId);

    /// <summary>The ids of events whose user nobody could read and whose body has the id in it.</summary>
    public PagedQuery<long?> Unread => new()
    {
        Table = "event",
        Select = "SELECT id, body FROM event JOIN event_body ON event_id = id",
        Where = "user_id IS NULL AND position($4 IN body) > 0",
        Bind = batch => batch.Bind(_id.Bytes),
        Read = row => _id.IsIn(row.Copy(1)) ? row.Integer(0) : null,
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
        Read = row => row.Truth(1) || _id.IsIn(Encoding.UTF8.GetBytes(row.Text(2))) || _id.IsIn(Encoding.UTF8.GetBytes(row.Text(3)))
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
}
