using System.Globalization;

namespace FakeCampus.Vendor;

/// <summary>Times as the vendor writes them.</summary>
internal static class VendorTime
{
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The nearest minute: a scoring time can lie after the update that caused it.</summary>
    public static DateTimeOffset ToMinute(DateTimeOffset time) =>
        new(time.UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute
            + (time.Second >= 30 ? TimeSpan.TicksPerMinute : 0), TimeSpan.Zero);
}
