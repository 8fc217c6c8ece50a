using FakeCampus.Canvas;
using SmarterMeasure.Connector.Ledger;

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
            request => IsOnFile("canvas-assignment.http", request),
            request => IsOnFile("canvas-look.http", request),
            request => IsOnFile("canvas-grade.http", request));
    }

    [Fact]
    public async Task The_requests_of_a_column_and_of_custom_data_are_those_on_file()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol("anna+sm@school.example", "CS 101.11é");
        var column = school.Course.AddColumn();
        using var connector = new CanvasHost(
            school.Canvas.BaseUrl,
            ("Destinations:canvas:Assignments:LifeFactors", null),
            ("Destinations:canvas:Columns:LifeFactors", $"{column}"),
            ("Destinations:canvas:CustomData", "edu.example.sm"));

        var result = CanvasHost.Result("LifeFactors", 63.5m, "CS 101.11é") with
        {
            Readiness = "fail",
            ScoredAt = new DateTimeOffset(2026, 8, 30, 3, 33, 0, TimeSpan.Zero),
        };

        var outcome = await connector.Destination.DeliverAsync(
            CanvasHost.Delivery() with { Result = result }, TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryState.Delivered, outcome.State);
        Assert.Collection(
            school.Canvas.Requests.Where(request => request.Method != "GET"),
            request => IsOnFile("canvas-column.http", request),
            request => IsOnFile("canvas-custom-data.http", request));
    }

    [Fact]
    public async Task The_requests_of_a_preflight_and_of_a_verification_are_those_on_file()
    {
        await using var school = await CanvasSchool.OpenAsync();
        var student = school.Enrol("anna+sm@school.example", "CS 101.11é");
        school.Enrol("other@school.example", "gone");
        var column = school.Course.AddColumn();
        using var connector = school.Connect(("Columns:Reading", $"{column}"));
        var destination = (IVerifiableDestination)connector.Destination;
        DeliveredResult[] delivered =
        [
            new() { DeliveryId = 1, Account = $"{student.Id}", Result = CanvasHost.Result("LifeFactors", 63, "CS 101.11é") },
            new() { DeliveryId = 2, Account = "1002", Result = CanvasHost.Result("LifeFactors", 63, "gone") },
        ];

        Assert.Null((await destination.PreflightAsync(TestContext.Current.CancellationToken)).Failure);
        Assert.Null((await destination.VerifyAsync("LifeFactors", delivered, TestContext.Current.CancellationToken)).Failure);

        Assert.Collection(
            school.Canvas.Requests,
            request => IsOnFile("canvas-rights.http", request),
            request => IsOnFile("canvas-assignment.http", request),
            request => IsOnFile("canvas-columns.http", request),
            request => IsOnFile("canvas-accounts.http", request),
            request => IsOnFile("canvas-verify.http", request));
    }

    internal static void IsOnFile(string file, CanvasRequest request)
    {
        var headers = request.Headers
            .Where(header => header.Key is not "Host")
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {header.Value}");
        var text = string.Join('\n', [$"{request.Method} {request.Target}", .. headers, "", request.Body]);

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file)), text.TrimEnd('\n') + "\n");
    }
}
