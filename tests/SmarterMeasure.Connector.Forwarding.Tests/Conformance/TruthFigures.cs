using System.Globalization;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>The figures of the tests for a measurement, in the file that <c>TRUTH_FIGURES</c> in the environment names, if any.</summary>
internal static class TruthFigures
{
    private static readonly Lock s_lock = new();

    /// <summary>Adds figures of a target, and to those of all targets.</summary>
    public static void Write(string target, params ReadOnlySpan<(string Figure, int Value)> figures)
    {
        if (Environment.GetEnvironmentVariable("TRUTH_FIGURES") is not { Length: > 0 } file)
            return;

        lock (s_lock)
        {
            foreach (var (figure, value) in figures)
                File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{figure} {value}\n{target}.{figure} {value}\n"));
        }
    }
}
