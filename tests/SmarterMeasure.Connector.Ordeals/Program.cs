using System.Globalization;
using SmarterMeasure.Connector.Ordeals;


var progress = new Progress<string>(Console.WriteLine);
var seed = Random.Shared.Next(1, int.MaxValue);
Console.WriteLine($"seed {seed}");
switch (args)
{
    case ["crash", var binary, var kills]:
        return await CrashAsync(binary, Number(kills));

    case ["storm", var binary, var events]:
        return await StormAsync(binary, Number(events));

    case ["lostweek", var binary, var students]:
        return await LostWeekAsync(binary, Number(students));

    case ["reconcile", var binary, var users]:
        return await ReconcileAsync(binary, Number(users));

    default:
        await Console.Error.WriteLineAsync("Call this through: bash tests/bench NAME");
        return 2;
}

// Half of the kills on each store.
async Task<int> CrashAsync(string binary, int kills)
{
    await using var sqlite = TestStore.Sqlite();
    await using var postgreSql = await TestStore.StartPostgreSqlAsync();
    var reports = new List<CrashReport>();
    foreach (var (name, store, count) in new[] { ("SQLite", sqlite, kills - (kills / 2)), ("PostgreSQL", postgreSql, kills / 2) })
    {
        Console.WriteLine(name);
        var report = await new CrashOrdeal(binary, store.Settings, seed).RunAsync(count, progress, CancellationToken.None);
        Console.WriteLine(report with { Details = [] });
        foreach (var detail in report.Details)
            Console.WriteLine(detail);
        reports.Add(report);
    }

    Console.WriteLine(
        $$"""{"kills": {{reports.Sum(one => one.Kills)}}, "acked": {{reports.Sum(one => one.Acked)}}, "lost": {{reports.Sum(one => one.Lost)}}, "doubled": {{reports.Sum(one => one.Doubled)}}, "repeated": {{reports.Sum(one => one.Repeated)}}}""");
    return reports.TrueForAll(one => one is { Lost: 0, Doubled: 0 }) ? 0 : 1;
}

async Task<int> StormAsync(string binary, int events)
{
    await using var store = TestStore.Sqlite();
    var storm = await new StormOrdeal(binary, store.Settings, seed).RunAsync(events, progress, CancellationToken.None);
    Console.WriteLine(
        $$"""{"events": {{storm.Events}}, "requests": {{storm.Requests}}, "rows": {{storm.Rows}}, "handler_runs": {{storm.HandlerRuns}}, "counted": {{storm.Counted}}, "refused": {{storm.Refused}}}""");
    return storm.HandlerRuns == storm.Events && storm.Counted == storm.Requests ? 0 : 1;
}

async Task<int> LostWeekAsync(string binary, int students)
{
    await using var store = TestStore.Sqlite();
    var report = await new LostWeekOrdeal(binary, store.Settings, seed).RunAsync(students, progress, CancellationToken.None);
    foreach (var detail in report.Details)
        Console.WriteLine(detail);
    Console.WriteLine(
        $$"""{"students": {{report.Students}}, "kills": {{report.Kills}}, "recovered": {{report.Recovered}}, "cells": {{report.Grades}}, "differences": {{report.Differences}}, "violations": {{report.Violations}}}""");
    return report is { Differences: 0, Violations: 0 } ? 0 : 1;
}

async Task<int> ReconcileAsync(string binary, int users)
{
    var report = await new ReconcileOrdeal(binary, seed).RunAsync(users, progress, CancellationToken.None);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"users": {{report.Users}}, "recovered": {{report.Recovered}}, "expected": {{report.Expected}}, "pages": {{report.Pages}}, "resumed_at": {{report.ResumedAt}}, "second_run_users": {{report.SecondRun}}, "rss_mb": {{report.ResidentMegabytes:0.0}}, "seconds": {{report.Seconds:0}}}"""));
    return report.Recovered == report.Expected ? 0 : 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
