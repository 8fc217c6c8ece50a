using Microsoft.Extensions.Configuration;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Hosting.Triggering;

/// <summary>Where this program listens when it serves with the same configuration.</summary>
internal static class OwnAddress
{
    private const string Default = "http://localhost:5000";

    /// <summary>The webhook's URL; null when the port is only known once the program serves.</summary>
    public static Uri? Of(IConfiguration configuration)
    {
        // http first: the certificate is for the host's public name.
        var address = Configured(configuration)
            .Select(BindingOf)
            .OfType<Uri>()
            .OrderBy(uri => uri.Scheme == Uri.UriSchemeHttp ? 0 : 1)
            .FirstOrDefault();
        return address is null or { Port: 0 } ? null : new Uri(address, WebhookPath.Of(configuration));
    }

    private static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"])
            .OfType<string>()
            .ToList();
        if (endpoints.Count > 0)
            return endpoints;
        if (configuration["urls"] is { Length: > 0 } urls)
            return Split(urls);

        var ports = Split(configuration["http_ports"]).Select(port => $"http://localhost:{port}")
            .Concat(Split(configuration["https_ports"]).Select(port => $"https://localhost:{port}"))
            .ToList();
        return ports.Count > 0 ? ports : [Default];
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // http://*:5080 and http://0.0.0.0:5080 are places to listen at, not to call.
    private static Uri? BindingOf(string address)
    {
        foreach (var any in (string[])["*", "+", "0.0.0.0", "[::]"])
            address = address.Replace($"://{any}", "://localhost", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null;
    }
}
