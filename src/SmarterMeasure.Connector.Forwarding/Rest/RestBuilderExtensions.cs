using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Rest;

namespace SmarterMeasure.Connector;

/// <summary>Adds a school's own REST target to the kinds of destinations.</summary>
public static class RestBuilderExtensions
{
    /// <summary>
    /// Lets the configuration name destinations of a type of your own, which are reached through your Refit interface:
    /// <c>Destinations:{name}:{Type:…, BaseUrl, …}</c>, with <c>Token</c>; <c>Username</c> and <c>Password</c>; or <c>ClientId</c>
    /// with <c>TokenUrl</c> and <c>ClientSecret</c>, <c>PrivateKey</c> or <c>RefreshToken</c>.
    /// </summary>
    /// <param name="builder">The connector.</param>
    /// <param name="type">The value of <c>Type</c>, in any case.</param>
    /// <param name="target">What to send, and how.</param>
    /// <typeparam name="TApi">The Refit interface.</typeparam>
    /// <remarks>
    /// Around your call it renews tokens, keeps to the limits that answers tell of, opens a circuit breaker, records the request for
    /// <c>--dry-run</c>, and reads the answer: 2xx is delivered, 401, 429 and a 503 that says for how long let the destination rest,
    /// other 4xx are final, anything else is repeated.
    /// </remarks>
    public static SmarterMeasureBuilder AddRest<TApi>(this SmarterMeasureBuilder builder, string type, RestTarget<TApi> target)
        where TApi : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        ArgumentNullException.ThrowIfNull(target);
        builder.Services.TryAddSingleton<TargetConnections>();
        builder.Services.AddSingleton<IDestinationType>(services => new RestDestinationType<TApi>(
            type, target, services.GetRequiredService<TargetConnections>(), services.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
