using System.Net.Http.Headers;

namespace FakeCampus.Vendor;

/// <summary>Everything needed to make the same request as often as it takes.</summary>
internal sealed record WebhookRequest(
    AssessmentEvent Event, byte[] Body, BodyFormat Format, BadEvent? Bad, VendorOptions Options)
{
    private const string HeaderName = "X-SmarterMeasure-Verification-Key";
    private const string Placeholder = "{VerificationKey}";

    public HttpRequestMessage Make()
    {
        var key = Key;
        var request = new HttpRequestMessage(HttpMethod.Post, Address(key)) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType =
            ContentType is { } type ? MediaTypeHeaderValue.Parse(type) : null;
        if (key is not null && Options.KeyPlacement == KeyPlacement.Header)
            request.Headers.TryAddWithoutValidation(HeaderName, key);

        return request;
    }

    private string? Key => Bad switch
    {
        BadEvent.WrongKey => "0badc0de0badc0de0badc0de0badc0de",
        BadEvent.MissingKey => null,
        BadEvent.UnreplacedKeyToken => Placeholder,
        _ => Options.VerificationKey,
    };

    private Uri Address(string? key)
    {
        if (key is null || Options.KeyPlacement == KeyPlacement.Header)
            return Options.Webhook;

        var name = Options.KeyPlacement == KeyPlacement.Query ? "VerificationKey" : "verificationkey";
        var address = new UriBuilder(Options.Webhook);
        var before = address.Query.Length > 1 ? address.Query[1..] + "&" : "";
        address.Query = $"{before}{name}={Uri.EscapeDataString(key)}";
        return address.Uri;
    }

    private string? ContentType => (Options.ContentTypeOf(Event.Event), Format) switch
    {
        (ContentTypeQuirk.None, _) => null,
        (ContentTypeQuirk.Form, _) => "application/x-www-form-urlencoded",
        (ContentTypeQuirk.PlainText, _) => "text/plain",
        (ContentTypeQuirk.WithCharset, BodyFormat.Json) => "application/json; charset=UTF-8",
        (ContentTypeQuirk.WithCharset, _) => "text/xml; charset=UTF-8",
        (ContentTypeQuirk.Honest, BodyFormat.Json) or (ContentTypeQuirk.Swapped, BodyFormat.Xml) => "application/json",
        _ => "application/xml",
    };
}
