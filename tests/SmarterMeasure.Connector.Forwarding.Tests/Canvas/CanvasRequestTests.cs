using FakeCampus.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>Compares every kind of request with the file under <c>Golden</c> that shows it as it goes over the wire.</summary>
public sealed class CanvasRequestTests
{
    [Fact]
    public async Task The_requests_are_those_on_file()
    {
        await using var school = await CanvasSchool.OpenAsync();
        for (var i = 0; i < 100; i++)
            school.Enrol($"{i}.anna+sm@school.example");
        school.Enrol("anna+sm@school.example", "CS 101.11é");

        Assert.Equal(
            DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S 999/ü", "anna+sm@school.example", 63.5m));

        Assert.Collection(
            school.Canvas.Requests,
            request => IsOnFile("canvas-find-by-internal-id.http", request),
            request => IsOnFile("canvas-find-by-email.http", request),
            request => IsOnFile("canvas-find-by-email-next-page.http", request),
            request => IsOnFile("canvas-grade.http", request));
    }

    private static void IsOnFile(string file, CanvasRequest request)
    {
        var headers = request.Headers
            .Where(header => header.Key is not "Host")
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {header.Value}");
        var text = string.Join('\n', [$"{request.Method} {request.Target}", .. headers, "", request.Body]);

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file)), text.TrimEnd('\n') + "\n");
    }
}
