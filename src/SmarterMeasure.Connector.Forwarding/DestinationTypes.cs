using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmarterMeasure.Connector.Forwarding.Connections;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Adds kinds of destinations to a connector.</summary>
internal static class DestinationTypes
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>Adds one, with what all share; adding it again changes nothing.</summary>
    public static SmarterMeasureBuilder AddDestinationType<[DynamicallyAccessedMembers(Constructors)] T>(
        this SmarterMeasureBuilder builder)
        where T : class, IDestinationType
    {
        builder.Services.TryAddSingleton<TargetConnections>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDestinationType, T>());
        return builder;
    }
}
