namespace SmarterMeasure.Connector.Sqlite.Tests;

public sealed class QueryPlanTests
{
    [Fact]
    public async Task No_statement_of_the_writer_reads_more_rows_than_it_needs()
    {
        await using var database = new SqliteDatabase();
        using var session = database.NewSession();

        var statements = session.Statements.ToList();
        var plans = statements.SelectMany(sql => PlanOf(session, sql).Select(step => $"{step}  <-  {sql}")).ToList();
        // Set clocks are rare: what they move may visit every open row, through the index that holds only those.
        var scans = plans.Where(plan => plan.StartsWith("SCAN", StringComparison.Ordinal)
            && !plan.Contains("SCAN (", StringComparison.Ordinal)
            && !plan.Contains("SCAN CONSTANT ROW", StringComparison.Ordinal)
            && !plan.Contains("due_at = due_at +", StringComparison.Ordinal)).ToList();
        var sorts = plans.Where(plan => plan.Contains("TEMP B-TREE", StringComparison.Ordinal)).ToList();

        Assert.True(statements.Count > 15);
        Assert.Empty(scans);
        Assert.Empty(sorts);
    }

    private static List<string> PlanOf(WriteSession session, string sql)
    {
        using var rows = session.Prepare("EXPLAIN QUERY PLAN " + sql).Start();
        var plan = new List<string>();
        while (rows.Step())
            plan.Add(rows.Text(3));

        return plan;
    }
}
