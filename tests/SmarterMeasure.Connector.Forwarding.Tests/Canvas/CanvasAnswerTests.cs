using FakeCampus.Canvas;
using Microsoft.AspNetCore.Http;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>Answers that no Canvas gives, but what stands before one may.</summary>
public sealed class CanvasAnswerTests
{
    [Theory]
    [InlineData("text/html", "<html>Please sign in</html>")]
    [InlineData("application/json", "<html>Please sign in</html>")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", "[1]")]
    public async Task A_lookup_that_cannot_be_read_is_retried(string contentType, string body)
    {
        await using var server = await WrongServer.StartAsync(context => Answer(context, 200, body, contentType));
        using var connector = new CanvasHost(server.BaseUrl);

        Assert.Equal(DeliveryOutcome.Retry("canvas_lookup_unreadable"), await connector.DeliverAsync("S123"));
        Assert.Equal(DeliveryOutcome.Retry("canvas_lookup_unreadable"), await connector.DeliverAsync(email: "q@x.example"));
    }

    [Fact]
    public async Task A_page_in_place_of_the_grade_is_not_taken_for_delivered()
    {
        await using var server = await WrongServer.StartAsync(context => context.Request.Method == "PUT"
            ? Answer(context, 200, "<html>Please sign in</html>", "text/html")
            : Answer(context, 200, """{"id":7,"points_possible":100}"""));
        using var connector = new CanvasHost(server.BaseUrl);

        Assert.Equal(DeliveryOutcome.Retry("canvas_unreadable"), await connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        await using var server = await WrongServer.StartAsync(async context =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        using var connector = new CanvasHost(server.BaseUrl);

        Assert.Equal(DeliveryOutcome.Retry("canvas_lookup_unreachable"), await connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task The_wait_that_an_answer_asks_for_is_kept()
    {
        await using var server = await WrongServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "90";
            return Answer(context, context.Request.Path.Value!.Contains("S429", StringComparison.Ordinal) ? 429 : 503, "");
        });
        using var connector = new CanvasHost(server.BaseUrl);

        Assert.InRange(
            (await connector.DeliverAsync("S429")).After!.Value, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(108));
        connector.Clock.Advance(TimeSpan.FromSeconds(108));
        Assert.Equal(
            DeliveryOutcome.Pause("canvas_lookup_503", TimeSpan.FromSeconds(90)), await connector.DeliverAsync("S503"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await WrongServer.StartAsync(context => Answer(context, 200, """{"id":7}"""));
        await using var server = await WrongServer.StartAsync(context =>
        {
            context.Response.Redirect(elsewhere.BaseUrl.ToString());
            return Task.CompletedTask;
        });
        using var connector = new CanvasHost(server.BaseUrl);

        Assert.Equal(DeliveryOutcome.Retry("canvas_lookup_302"), await connector.DeliverAsync("S123"));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_next_page_at_another_origin_is_not_asked_for()
    {
        await using var elsewhere = await WrongServer.StartAsync(context => Answer(context, 200, "[]"));
        await using var school = await CanvasSchool.OpenAsync(new CanvasCampus { LinkOrigin = elsewhere.BaseUrl });
        school.Enrol("anna@school.example");
        for (var i = 0; i < 120; i++)
            school.Enrol($"{i}.anna@school.example");

        Assert.Equal(
            DeliveryOutcome.Retry("canvas_lookup_foreign_link"),
            await school.Connector.DeliverAsync(email: "anna@school.example"));
        Assert.Empty(elsewhere.Requests);
        Assert.Empty(school.Course.Submissions);
    }

    private static Task Answer(HttpContext context, int status, string body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
