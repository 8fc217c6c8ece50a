using System.Globalization;
using SmarterMeasure.Connector.Benchmarks;
using SmarterMeasure.Connector.Benchmarks.Accept;
using SmarterMeasure.Connector.Benchmarks.Forward;
using SmarterMeasure.Connector.Benchmarks.Growth;
using SmarterMeasure.Connector.Benchmarks.Truth;

switch (args)
{
    case ["aot", var binary, var warnings]:
        await AotMeasurement.RunAsync(binary, int.Parse(warnings, CultureInfo.InvariantCulture));
        return 0;

    case ["accept", var testHost, var octokit]:
        await AcceptMeasurement.RunAsync(testHost, octokit);
        return 0;

    case ["confirm", var testHost]: // A part of forward, alone.
        Figures.Print(await ConfirmMeasurement.MeasureAsync(testHost));
        return 0;

    case ["forward", var testHost]:
        await ForwardMeasurement.RunAsync(testHost);
        return 0;

    case ["truth", var testHost, var figures]:
        await TruthMeasurement.RunAsync(testHost, figures);
        return 0;

    case ["verify", var testHost]:
        await VerifyMeasurement.RunAsync(testHost);
        return 0;

    case ["growth", var testHost, var rows]:
        await GrowthMeasurement.RunAsync(testHost, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;

    case ["soak", var testHost, var minutes]:
        await SoakMeasurement.RunAsync(testHost, int.Parse(minutes, CultureInfo.InvariantCulture));
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
