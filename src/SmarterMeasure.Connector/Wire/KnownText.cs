using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>The texts that payloads repeat, as shared strings instead of a new one each time.</summary>
internal static class KnownText
{
    public static string Get(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
