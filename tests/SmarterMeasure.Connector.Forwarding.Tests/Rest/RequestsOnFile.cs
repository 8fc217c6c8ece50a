using FakeCampus.Serving;

namespace SmarterMeasure.Connector.Forwarding.Tests.Rest;

/// <summary>Compares requests with the files under <c>Golden</c> that show them as they go over the wire, without secrets.</summary>
internal static class RequestsOnFile
{
    public static void AreThese(IReadOnlyList<StubRequest> requests, params IReadOnlyList<string> files)
    {
        Assert.Equal(files.Count, requests.Count);
        foreach (var (file, request) in files.Zip(requests))
            Assert.Equal(
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file + ".http")), Text(request));
    }

    // A signed assertion names the stub's address, and so has the length that its port gives it.
    private static string Text(StubRequest request)
    {
        var isSigned = request.Text.Contains("client_assertion=", StringComparison.Ordinal);
        var headers = request.Headers
            .Where(header => header.Key is not "Host" && !(isSigned && header.Key is "Content-Length"))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {header.Value}");
        return string.Join('\n', [$"{request.Method} {request.Target}", .. headers, "", request.Text]).TrimEnd('\n') + "\n";
    }
}
