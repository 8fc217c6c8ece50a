using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmarterMeasure.Connector.Dispatch;

namespace SmarterMeasure.Connector;

/// <summary>Gathers the parts of a connector: handlers, one store, destinations. Made by <c>AddSmarterMeasure()</c>.</summary>
/// <param name="services">The application's services.</param>
public sealed class SmarterMeasureBuilder(IServiceCollection services)
{
    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>
    /// Adds a dispatcher, unless one of its type is there: a library's handlers may be registered by the library and by
    /// the program. Called by the generated <c>AddGeneratedHandlers()</c>.
    /// </summary>
    public SmarterMeasureBuilder AddDispatcher(IEventDispatcher dispatcher)
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventDispatcher>(dispatcher));
        return this;
    }
}
