using Microsoft.Extensions.Diagnostics.HealthChecks;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.AspNetCore.Health;

/// <summary>
/// Unhealthy while the store takes no events: the last one, within a minute, could not be stored, or an empty transaction
/// cannot be committed. Healthy again by itself.
/// </summary>
internal sealed class StoreHealthCheck(IInbox inbox, LastAccept lastAccept, TimeProvider time) : IHealthCheck
{
    public const string Name = "smartermeasure-store";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            await inbox.OpenAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (StoreUnavailableException failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"The store did not answer within {Patience.TotalSeconds:0} s.");
        }

        return lastAccept.Failure is { } last ? HealthCheckResult.Unhealthy(last) : HealthCheckResult.Healthy();
    }
}
