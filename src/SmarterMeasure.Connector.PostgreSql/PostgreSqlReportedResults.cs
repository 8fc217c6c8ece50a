using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Reconciling;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>Looks reported results up, all in one statement.</summary>
internal sealed class PostgreSqlReportedResults(Database database) : IReportedResults
{
    private static readonly string MissingStatement = $"""
        SELECT number - 1 FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY
            AS reported (user_id, section, completed_at, student, subject, known_until, number)
        WHERE NOT EXISTS (SELECT FROM event
            WHERE event.user_id = reported.user_id AND event.section = reported.section
            AND order_at BETWEEN completed_at - {Slack} AND known_until
            AND state NOT IN ('quarantined', 'conflict'))
        AND NOT EXISTS (SELECT FROM erased WHERE erased.student = reported.student AND erased_at >= completed_at)
        AND NOT EXISTS (SELECT FROM delivery
            WHERE delivery.user_id = reported.user_id AND delivery.subject = reported.subject
            AND version >= completed_at - {Slack})
        ORDER BY number
        """;

    private static long Slack => (long)EventOrder.Slack.TotalMilliseconds;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReportedResult>> FindMissingAsync(
        IReadOnlyCollection<ReportedResult> reported, CancellationToken cancel)
    {
        ReportedResult[] results = [.. reported];
        var missing = await database.ReadAsync(session => FindAsync(session, results), cancel);
        return [.. missing.Select(index => results[index])];
    }

    private static async Task<List<long>> FindAsync(Session session, ReportedResult[] results)
    {
        await using var find = session.Batch().Add(MissingStatement)
            .Bind(Array.ConvertAll(results, static result => result.UserId))
            .Bind(Array.ConvertAll(results, static result => result.Section.ToLowerInvariant()))
            .Bind(Array.ConvertAll(results, static result => result.CompletedAt.ToUnixTimeMilliseconds()))
            .Bind(Array.ConvertAll(results, static result => ErasedStudent.TraceOf(result.UserId)))
            .Bind(Array.ConvertAll(results, static result => DeliveryPlan.SubjectOf(result.UserId, result.Section)))
            .Bind(Array.ConvertAll(results, static result => result.KnownUntil(Slack)));
        return await find.ReadAsync(static row => row.Integer(0), session.Cancel);
    }
}
