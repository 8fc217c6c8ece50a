using System.Text;

namespace FakeCampus.Serving;

/// <summary>Takes the secrets out of a request before it is kept for tests to read.</summary>
internal static class RequestMask
{
    private const string Mask = "***";

    private static readonly HashSet<string> s_secretFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "wstoken", "client_secret", "client_assertion", "refresh_token", "access_token", "password",
    };

    public static StubRequest Apply(StubRequest request)
    {
        var target = request.Query.Length == 0 ? request.Target : $"{request.Path}?{Form(request.Query)}";
        var body = request.MediaType == "application/x-www-form-urlencoded"
            ? Encoding.UTF8.GetBytes(Form(request.Text))
            : request.Body;
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        if (headers.TryGetValue("Authorization", out var authorization))
            headers["Authorization"] = authorization.Split(' ')[0];

        return new StubRequest(request.Method, target, headers, body);
    }

    /// <summary>The text of a body, with the secrets of a form taken out.</summary>
    public static string Body(string? contentType, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        return contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? Form(text)
            : text;
    }

    private static string Form(string encoded) => string.Join('&', encoded.Split('&').Select(pair =>
    {
        var mark = pair.IndexOf('=', StringComparison.Ordinal);
        return mark > 0 && s_secretFields.Contains(Uri.UnescapeDataString(pair[..mark])) ? pair[..(mark + 1)] + Mask : pair;
    }));
}
