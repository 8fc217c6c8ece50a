namespace SmarterMeasure.Connector.Wire;

/// <summary>Parses the times of payloads: ISO 8601, as <c>2026-06-12T03:33:00Z</c>.</summary>
internal static class PayloadTime
{
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DateTimeOffset value) => throw new NotImplementedException();
}
