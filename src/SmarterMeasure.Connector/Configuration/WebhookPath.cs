using System.Buffers;
using Microsoft.Extensions.Configuration;

namespace SmarterMeasure.Connector.Configuration;

/// <summary>The path of the webhook: read once, when the endpoint is mapped, and not again at a reload.</summary>
public static class WebhookPath
{
    private const string Key = "Path";

    // What would make it a query, a fragment or a route template.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("?#{}*~\\ \t");

    /// <summary>
    /// The configured path. <see cref="ConnectorSettings.DefaultPath"/> when there is none, or one that cannot be mapped:
    /// that is a fault of the settings, which stops the start.
    /// </summary>
    public static string Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var path = configuration.GetSection(ConnectorSettings.SectionName)[Key]?.Trim();
        return path is not null && IsValid(path) ? path : ConnectorSettings.DefaultPath;
    }

    internal static void Check(SettingsSection root)
    {
        if (root.Text(Key) is { } path && !IsValid(path))
            root.Fault(Key, "must be a path like " + ConnectorSettings.DefaultPath + ", without query, braces or blanks");
    }

    private static bool IsValid(string path) =>
        path.StartsWith('/')
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.AsSpan().ContainsAny(Forbidden);
}
