using System.Globalization;

namespace SmarterMeasure.Connector.Configuration;

/// <summary>Reads the sections <c>Api</c> and <c>Reconcile</c>.</summary>
internal static class ApiSettingsReader
{
    private static readonly ReconcileSettings Defaults = new();

    /// <summary>The API; null when it is not configured.</summary>
    public static ApiSettings? ReadApi(SettingsSection section)
    {
        if (!section.Children.Any())
            return null;

        var defaults = new ApiSettings { AccessKey = section.Required("AccessKey"), Secret = section.Required("Secret") };
        return defaults with
        {
            BaseUrl = section.Text("BaseUrl") is null ? defaults.BaseUrl : ReadBaseUrl(section) ?? defaults.BaseUrl,
            PageSize = section.Integer("PageSize", defaults.PageSize, 1, 1000),
            DateFormat = ReadDateFormat(section) ?? defaults.DateFormat,
            CacheFor = section.Duration("CacheFor", defaults.CacheFor, TimeSpan.Zero, TimeSpan.FromHours(1)),
            Timeout = section.Duration("Timeout", defaults.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
        };
    }

    public static ReconcileSettings ReadReconcile(SettingsSection section) => new()
    {
        Every = section.Duration("Every", Defaults.Every, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
        Overlap = section.Duration("Overlap", Defaults.Overlap, TimeSpan.FromMinutes(1), TimeSpan.FromDays(14)),
    };

    // Basic authentication shows the secret to everybody on the way; the vendor takes HTTPS alone.
    private static Uri? ReadBaseUrl(SettingsSection section)
    {
        if (section.BaseUrl("BaseUrl") is not { } url)
            return null;

        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            section.Fault("BaseUrl", "must be an https address: the secret goes with every call");
        return url;
    }

    private static string? ReadDateFormat(SettingsSection section)
    {
        if (section.Text("DateFormat") is not { } format)
            return null;

        try
        {
            _ = DateTime.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
            return format;
        }
        catch (FormatException)
        {
            section.Fault("DateFormat", "must be a format string of .NET like yyyy-MM-dd'T'HH:mm:ss'Z'");
            return null;
        }
    }
}
