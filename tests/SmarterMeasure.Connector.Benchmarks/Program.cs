using SmarterMeasure.Connector.Benchmarks;

switch (args)
{
    case ["aot", var binary, var warnings]:
        await AotMeasurement.RunAsync(binary, int.Parse(warnings, System.Globalization.CultureInfo.InvariantCulture));
        return 0;

    default:
        await Console.Error.WriteLineAsync("Call this through: bash tests/bench NAME");
        return 2;
}
