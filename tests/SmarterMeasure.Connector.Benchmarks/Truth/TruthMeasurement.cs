using System.Globalization;

namespace SmarterMeasure.Connector.Benchmarks.Truth;

/// <summary>
/// What the ledger is worth: what the seeded plans of the conformance tests wrote to a file, and what the verb verify finds.
/// </summary>
internal static class TruthMeasurement
{
    /// <summary>Adds up the figures of the file, one in each line with its value, verifies, and prints all.</summary>
    public static async Task RunAsync(string testHost, string file)
    {
        var told = File.ReadLines(file)
            .Select(line => line.Split(' '))
            .GroupBy(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture))
            .OrderBy(figure => figure.Key.Contains('.', StringComparison.Ordinal)).ThenBy(figure => figure.Key, StringComparer.Ordinal)
            .Select(figure => (figure.Key, figure.Sum()));
        Figures.Print([.. told, .. VerifyMeasurement.FiguresOf(await VerifyMeasurement.MeasureAsync(testHost))]);
    }
}
