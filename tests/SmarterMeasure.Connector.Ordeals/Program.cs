using System.Globalization;
using SmarterMeasure.Connector.Ordeals;

var progress = new Progress<string>(Console.WriteLine);
var seed = Random.Shared.Next(1, int.MaxValue);
Console.WriteLine($"seed {seed}");
switch (args)
{
    case ["crash", var binary, var kills]:
        var crash = await new CrashOrdeal(binary, new Dictionary<string, string>(), seed)
            .RunAsync(Number(kills), progress, CancellationToken.None);
        foreach (var detail in crash.Details)
            Console.WriteLine(detail);
        Console.WriteLine(
            $$"""{"kills": {{crash.Kills}}, "acked": {{crash.Acked}}, "lost": {{crash.Lost}}, "doubled": {{crash.Doubled}}, "repeated": {{crash.Repeated}}}""");
        return crash is { Lost: 0, Doubled: 0 } ? 0 : 1;

    case ["storm", var binary, var events]:
        var storm = await new StormOrdeal(binary, new Dictionary<string, string>(), seed)
            .RunAsync(Number(events), progress, CancellationToken.None);
        Console.WriteLine(
            $$"""{"events": {{storm.Events}}, "requests": {{storm.Requests}}, "rows": {{storm.Rows}}, "handler_runs": {{storm.HandlerRuns}}, "counted": {{storm.Counted}}, "refused": {{storm.Refused}}}""");
        return storm.HandlerRuns == storm.Events && storm.Counted == storm.Requests ? 0 : 1;

    default:
        await Console.Error.WriteLineAsync("Call this through: bash tests/bench NAME");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
