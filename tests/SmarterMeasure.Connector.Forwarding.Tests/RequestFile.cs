using System.Globalization;
using FakeCampus.Serving;

namespace SmarterMeasure.Connector.Forwarding.Tests;

/// <summary>Compares requests with the file under <c>Golden</c> that shows them as they go over the wire.</summary>
internal static class RequestFile
{
    private const string Separator = "\n###\n";

    /// <summary>Fails unless the file shows exactly these requests.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="requests">The requests.</param>
    /// <param name="standIns">What differs from run to run, such as GUIDs of the other side, and what the file has for it.</param>
    public static void Shows(
        string file, IEnumerable<StubRequest> requests, params IEnumerable<(string Value, string StandIn)> standIns)
    {
        var text = string.Join(Separator, requests.Select(Text));
        foreach (var (value, standIn) in standIns)
            text = text.Replace(value, standIn, StringComparison.Ordinal);

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file)), text);
    }

    private static string Text(StubRequest request)
    {
        // Its number depends on the stand-ins; that it is there, and right, does not.
        if (request.Body.Length > 0)
            Assert.Equal(request.Body.Length.ToString(CultureInfo.InvariantCulture), request.Header("Content-Length"));

        var headers = request.Headers
            .Where(header => header.Key is not ("Host" or "Content-Length"))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {header.Value}");
        var lines = (string[])[$"{request.Method} {request.Target}", .. headers];
        return string.Join('\n', request.Body.Length > 0 ? [.. lines, "", request.Text] : lines) + "\n";
    }
}
