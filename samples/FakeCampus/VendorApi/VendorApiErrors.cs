using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.VendorApi;

/// <summary>How an error is told; its body is not documented.</summary>
public enum VendorApiErrorStyle
{
    /// <summary>A <c>RestException</c> with a code as an old client reads it, such as <c>InvalidInput</c>.</summary>
    PascalCase,

    /// <summary>The same with the code as the documentation spells it, such as <c>INVALIDINPUT</c>.</summary>
    UpperCase,

    /// <summary>No body at all.</summary>
    Empty,
}

/// <summary>A refusal: its code, its status and why.</summary>
internal sealed record VendorApiError(string Code, int Status, string Details)
{
    public static VendorApiError BadInput(string details) => new("InvalidInput", 400, details);

    public static VendorApiError NotFound { get; } = new("ResourceNotFound", 404, "no such resource");

    public static VendorApiError Verb { get; } = new("UnsupportedHttpVerb", 405, "the resource has no such verb");

    public static VendorApiError Uri { get; } = new("InvalidUri", 400, "the request target is not a path");

    public static VendorApiError Internal { get; } = new("InternalError", 500, "Please retry the request.");

    public static VendorApiError NoCredentials { get; } =
        new("InvalidAuthenticationInfo", 400, "the Authorization header is missing or malformed");

    public static VendorApiError WrongCredentials { get; } = new("AuthenticationFailed", 403, "the credentials are wrong");

    public StubAnswer Answer(VendorApiErrorStyle style) => style == VendorApiErrorStyle.Empty
        ? StubAnswer.Empty(Status)
        : StubAnswer.Json(Status, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("RestException");
            json.WriteString(nameof(Code), style == VendorApiErrorStyle.UpperCase ? Code.ToUpperInvariant() : Code);
            json.WriteString(nameof(Status), Status.ToString(CultureInfo.InvariantCulture));
            json.WriteString("ExtendedDetails", Details);
            json.WriteEndObject();
            json.WriteEndObject();
        });
}

/// <summary>Ends a request with a refusal.</summary>
internal sealed class VendorApiException(VendorApiError error) : Exception(error.Details)
{
    public VendorApiError Error => error;
}
