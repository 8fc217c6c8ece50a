using SmarterMeasure.Connector.Benchmarks;
using SmarterMeasure.Connector.Benchmarks.Accept;

switch (args)
{
    case ["aot", var binary, var warnings]:
        await AotMeasurement.RunAsync(binary, int.Parse(warnings, System.Globalization.CultureInfo.InvariantCulture));
        return 0;

    case ["accept", var testHost, var octokit, .. var postgreSql]:
        await AcceptMeasurement.RunAsync(testHost, octokit, postgreSql.FirstOrDefault());
        return 0;

    case ["codecs", var aotBinary]:
        await CodecMeasurement.RunAsync(aotBinary);
        return 0;

    case ["dispatch"]:
        DispatchMeasurement.Run();
        return 0;

    case ["generator"]:
        GeneratorMeasurement.Run();
        return 0;

    default:
        await Console.Error.WriteLineAsync("Call this through: bash tests/bench NAME");
        return 2;
}
