using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>
/// Switches off the server's debug lines that quote what it could not parse, which may be a URL or a header with the key.
/// Runs after the configuration's own filters, again at each reload, and is stronger than they are.
/// </summary>
internal sealed class KeyHidingLogFilter : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly string[] Categories =
    [
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.Server.Kestrel.Http2",
        "Microsoft.AspNetCore.Server.Kestrel.Http3",
        "Microsoft.AspNetCore.Server.Kestrel.Core.Internal.LoggingConnectionMiddleware",
    ];

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // A filter of one log provider beats a general one, so each provider that has filters gets these as well.
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            foreach (var category in Categories)
                options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Information, filter: null));
        }
    }
}
