using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Storage;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>Looks reported results up beside the writer.</summary>
internal sealed class SqliteReportedResults(DatabaseFile file) : IReportedResults
{
    private static readonly long Slack = (long)EventOrder.Slack.TotalMilliseconds;

    // The destinations are found by leaps through their index: there are few of them, and many deliveries.
    private static readonly string IsKnown = $"""
        WITH RECURSIVE destinations (name) AS (
            SELECT min(destination) FROM delivery
            UNION ALL
            SELECT (SELECT min(destination) FROM delivery WHERE destination > name) FROM destinations WHERE name IS NOT NULL)
        SELECT EXISTS (SELECT 1 FROM event INDEXED BY event_result
                WHERE user_id = ?1 AND section = ?2 AND order_at BETWEEN ?3 - {Slack} AND ?6
                AND state NOT IN ('quarantined', 'conflict'))
            OR EXISTS (SELECT 1 FROM erased WHERE student = ?4 AND erased_at >= ?3)
            OR EXISTS (SELECT 1 FROM destinations CROSS JOIN delivery ON destination = name
                WHERE subject = ?5 AND version >= ?3 - {Slack})
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReportedResult>> FindMissingAsync(
        IReadOnlyCollection<ReportedResult> reported, CancellationToken cancel) =>
        await file.ReadAsync(Schema.PrepareForComparing, database => Find(database, reported, cancel), cancel);

    private static List<ReportedResult> Find(
        sqlite3 database, IReadOnlyCollection<ReportedResult> reported, CancellationToken cancel)
    {
        using var isKnown = new Statement(database, IsKnown);
        var missing = new List<ReportedResult>();
        foreach (var result in reported)
        {
            cancel.ThrowIfCancellationRequested();
            using var answer = isKnown.Start()
                .Bind(result.UserId)
                .Bind(result.Section.ToLowerInvariant())
                .Bind(result.CompletedAt.ToUnixTimeMilliseconds())
                .Bind(ErasedStudent.TraceOf(result.UserId))
                .Bind(DeliveryPlan.SubjectOf(result.UserId, result.Section))
                .Bind(result.KnownUntil(Slack));
            answer.Step();
            if (answer.Integer(0) == 0)
                missing.Add(result);
        }

        return missing;
    }
}
