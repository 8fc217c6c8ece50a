using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmarterMeasure.Connector.AspNetCore.Health;
using SmarterMeasure.Connector.AspNetCore.Receiving;

namespace SmarterMeasure.Connector;

/// <summary>Adds the connector to a web application.</summary>
public static class SmarterMeasureApplicationExtensions
{
    /// <summary>
    /// Adds the connector with the settings of the configuration section <c>SmarterMeasure</c>. Go on with
    /// <c>AddGeneratedHandlers()</c>, a store and the destinations; after <c>Build()</c> map the webhook with
    /// <see cref="SmarterMeasureEndpointExtensions.MapSmarterMeasure"/>.
    /// </summary>
    /// <remarks>
    /// From here on, no part of the application sees a verification key: neither the header
    /// <c>X-SmarterMeasure-Verification-Key</c> nor a query parameter <c>VerificationKey</c> of any request is left in the
    /// <see cref="HttpContext"/>, so that no log, trace or middleware can show it. Where the path, the query or another header
    /// of any request holds a configured key of 8 characters or more, under whatever name, it reads <c>redacted</c> as a whole.
    /// The server's own log lines that quote a malformed request are switched off. That last measure works through
    /// <see cref="LoggerFilterOptions"/>: an application that replaces the <see cref="ILoggerFactory"/> has to keep the debug
    /// output of <c>Microsoft.AspNetCore.Server.Kestrel</c> off itself.
    /// <para>
    /// Also adds the health checks <c>smartermeasure-store</c>, unhealthy while the store takes no events, and
    /// <c>smartermeasure-destinations</c>, degraded while results wait because what they go into is unfit. Map them with
    /// <c>app.MapHealthChecks("/healthz")</c>.
    /// </para>
    /// </remarks>
    public static SmarterMeasureBuilder AddSmarterMeasure(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton<ReceivingMetrics>();
        services.TryAddSingleton<WebhookEndpoint>();
        if (services.All(service => service.ServiceType != typeof(LastAccept)))
        {
            services.AddSingleton<LastAccept>();
            services.AddHealthChecks()
                .AddCheck<StoreHealthCheck>(StoreHealthCheck.Name)
                .AddCheck<DestinationsHealthCheck>(DestinationsHealthCheck.Name);
        }

        services.Replace(ServiceDescriptor.Singleton<IHttpContextFactory, KeyHidingHttpContextFactory>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<LoggerFilterOptions>, KeyHidingLogFilter>());
        return services.AddSmarterMeasureCore();
    }
}
