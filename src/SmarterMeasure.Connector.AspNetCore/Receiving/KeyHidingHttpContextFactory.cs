using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>
/// Takes the keys out of a request before anyone can read them: the host makes the context first, and only then logs the
/// request's URL and starts its trace. A middleware would come too late for both.
/// </summary>
internal sealed class KeyHidingHttpContextFactory(
    IServiceProvider services, SettingsSource source, IConfiguration configuration) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory _inner = new(services);
    private readonly ConfiguredKeys _configured = new(source, WebhookPath.Of(configuration));

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        ArgumentNullException.ThrowIfNull(featureCollection);
        var request = featureCollection.GetRequiredFeature<IHttpRequestFeature>();
        featureCollection.Set(PresentedKeys.TakeFrom(request));
        _configured.HideIn(request);
        return _inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _inner.Dispose(httpContext);
}
