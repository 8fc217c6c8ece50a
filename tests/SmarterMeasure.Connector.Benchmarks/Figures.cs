using System.Globalization;

namespace SmarterMeasure.Connector.Benchmarks;

/// <summary>Prints a measurement's last line: one flat JSON object of figures.</summary>
internal static class Figures
{
    public static void Print(params (string Name, double Value)[] figures) => Console.WriteLine(Format(figures));

    public static string Format(params (string Name, double Value)[] figures) =>
        "{" + string.Join(", ", figures.Select(figure =>
            string.Create(CultureInfo.InvariantCulture, $"\"{figure.Name}\": {Math.Round(figure.Value, 3)}"))) + "}";

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
