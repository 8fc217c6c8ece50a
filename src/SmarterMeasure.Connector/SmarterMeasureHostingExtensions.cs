using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector;

/// <summary>Adds the connector to an application.</summary>
public static class SmarterMeasureHostingExtensions
{
    /// <summary>
    /// Adds the connector with the settings of the configuration section <c>SmarterMeasure</c>. Go on with
    /// <c>AddGeneratedHandlers()</c>, a store and the destinations.
    /// </summary>
    public static SmarterMeasureBuilder AddSmarterMeasure(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<SettingsSource>();
        return new SmarterMeasureBuilder(builder.Services);
    }
}
