using System.Collections.Concurrent;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// The last preflight of each destination in this process, for whoever shows how the destinations are. Safe for use from many
/// threads.
/// </summary>
internal sealed class DestinationPreflights(SettingsSource settings)
{
    private readonly ConcurrentDictionary<string, PreflightReport> _reports = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The reports of the destinations that are configured and were looked at.</summary>
    public IEnumerable<(string Destination, PreflightReport Report)> Reports =>
        from name in settings.Destinations.Keys.Order(StringComparer.Ordinal)
        let report = _reports.GetValueOrDefault(name)
        where report is not null
        select (name, report);

    /// <summary>Keeps a destination's report.</summary>
    public void Set(string destination, PreflightReport report) => _reports[destination] = report;
}
