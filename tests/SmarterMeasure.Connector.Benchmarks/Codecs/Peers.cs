using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SmarterMeasure.Connector.Benchmarks.Codecs;

/// <summary>No peer is timed before it has read the same values.</summary>
internal static class Peers
{
    public static string Text(SectionComplete value) => JsonSerializer.Serialize(value, VendorJson.Default.SectionComplete);

    public static void Require(bool isSo, [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        if (!isSo)
            throw new InvalidOperationException($"The peers read different values: {what}");
    }
}
