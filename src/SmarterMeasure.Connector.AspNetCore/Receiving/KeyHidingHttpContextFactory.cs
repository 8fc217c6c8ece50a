using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>
/// Takes the keys out of a request before anyone can read them: the host makes the context first, and only then logs the
/// request's URL and starts its trace. A middleware would come too late for both.
/// </summary>
internal sealed class KeyHidingHttpContextFactory(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory _inner = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        ArgumentNullException.ThrowIfNull(featureCollection);
        featureCollection.Set(PresentedKeys.TakeFrom(featureCollection.GetRequiredFeature<IHttpRequestFeature>()));
        return _inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _inner.Dispose(httpContext);
}
