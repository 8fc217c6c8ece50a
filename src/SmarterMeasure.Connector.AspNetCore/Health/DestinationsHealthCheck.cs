using Microsoft.Extensions.Diagnostics.HealthChecks;
using SmarterMeasure.Connector.Forwarding;

namespace SmarterMeasure.Connector.AspNetCore.Health;

/// <summary>
/// Degraded while a destination's last preflight found an item unfit, so that results wait, or could not look. Asks nothing of the
/// destinations.
/// </summary>
internal sealed class DestinationsHealthCheck(DestinationPreflights preflights) : IHealthCheck
{
    public const string Name = "smartermeasure-destinations";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var faults = preflights.Reports.SelectMany(looked => FaultsOf(looked.Destination, looked.Report)).ToList();
        return Task.FromResult(faults.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join("; ", faults)));
    }

    private static IEnumerable<string> FaultsOf(string destination, PreflightReport report)
    {
        if (report.Failure is { } failure)
            yield return $"{destination}: {failure.Reason}";

        foreach (var item in report.Items.Where(item => item.Verdict == PreflightVerdict.Unfit))
            yield return $"{destination}: {item.Item} is unfit ({item.Code}). {item.Remedy}";
    }
}
