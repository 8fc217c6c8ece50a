using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector;

/// <summary>Adds the connector to an application's services.</summary>
public static class SmarterMeasureHostingExtensions
{
    /// <summary>
    /// Adds the connector without its web side: settings of the configuration section <c>SmarterMeasure</c>, checked when
    /// the host starts. A web application calls <c>builder.AddSmarterMeasure()</c> instead, which calls this.
    /// </summary>
    public static SmarterMeasureBuilder AddSmarterMeasureCore(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SettingsSource>();
        services.TryAddSingleton<EventCatalogue>();
        services.TryAddSingleton<DeliveryPlan>();
        services.TryAddSingleton<Handling>();
        services.TryAddSingleton<EventProcessor>();
        services.TryAddSingleton<Refetch>();
        services.TryAddSingleton<DestinationPreflights>();
        services.AddHostedService<StartupCheck>();
        services.AddHostedService<DispatchWorker>();
        services.AddHostedService<ForwardingService>();
        services.AddHostedService<RetentionWorker>();
        services.TryAddSingleton<VerifyRun>();
        services.AddHostedService<VerifyWorker>();
        return new SmarterMeasureBuilder(services);
    }
}
