using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.AspNetCore.Receiving;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector;

/// <summary>Maps the webhook.</summary>
public static class SmarterMeasureEndpointExtensions
{
    /// <summary>
    /// Maps the webhook at <c>SmarterMeasure:Path</c>, by default <see cref="ConnectorSettings.DefaultPath"/>. The path is
    /// fixed from here on; every other setting may change while the application runs.
    /// </summary>
    /// <remarks>
    /// Every answer has an empty body: 200 once a verified event is durable, whatever it holds; 401 for a missing or wrong
    /// key; 405 for another method than POST; 413 for a body over the limit; 503 when nothing could be stored in time, so
    /// that the vendor sends it again. What the server cannot parse as HTTP it answers itself, with 400 and before this
    /// endpoint. The endpoint checks the key itself and takes part in no other authorization.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddSmarterMeasure()</c> or a store is missing.</exception>
    public static IEndpointConventionBuilder MapSmarterMeasure(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Require(endpoints.ServiceProvider);
        var path = WebhookPath.Of(endpoints.ServiceProvider.GetRequiredService<IConfiguration>());
        return endpoints
            .Map(path, context => context.RequestServices.GetRequiredService<WebhookEndpoint>().HandleAsync(context))
            .WithDisplayName("SmarterMeasure webhook")
            .WithMetadata(new AllowAnonymousAttribute());
    }

    private static void Require(IServiceProvider services)
    {
        // Not resolved here: a store may read settings whose faults are the start's to report, all at once.
        var known = services.GetRequiredService<IServiceProviderIsService>();
        if (!known.IsService(typeof(WebhookEndpoint)))
            throw new InvalidOperationException("MapSmarterMeasure() needs builder.AddSmarterMeasure().");

        if (!known.IsService(typeof(IInbox)))
            throw new InvalidOperationException(
                "MapSmarterMeasure() needs a store: builder.AddSmarterMeasure().UseSqliteInbox(), for example.");

        if (services.GetService<IHttpContextFactory>() is not KeyHidingHttpContextFactory)
            throw new InvalidOperationException(
                "Another IHttpContextFactory was registered after AddSmarterMeasure(): verification keys would reach the logs.");
    }
}
