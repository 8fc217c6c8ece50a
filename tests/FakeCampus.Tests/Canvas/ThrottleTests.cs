using System.Globalization;
using System.Net;
using FakeCampus.Canvas;

namespace FakeCampus.Tests.Canvas;

public sealed class ThrottleTests : CanvasTest
{
    [Fact]
    public async Task Answers_tell_their_cost_and_what_remains()
    {
        Stub.Throttle.RequestCost = 100;

        var first = await Grade("1");
        var second = await Grade("2");

        Assert.Equal("100.0", Header(first, "X-Request-Cost"));
        Assert.Equal(500, Remaining(first));
        Assert.Equal(400, Remaining(second));
    }

    [Fact]
    public async Task The_bucket_leaks_ten_a_second()
    {
        Stub.Throttle.RequestCost = 100;
        await Grade("1");
        Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(440, Remaining(await Grade("2")));
    }

    [Theory]
    [InlineData(ThrottleStyle.TooManyRequests, HttpStatusCode.TooManyRequests)]
    [InlineData(ThrottleStyle.ForbiddenText, HttpStatusCode.Forbidden)]
    public async Task A_full_bucket_refuses_until_it_has_leaked(ThrottleStyle style, HttpStatusCode status)
    {
        Stub.Throttle.Style = style;
        Stub.Throttle.Fill(Token);

        var refused = await Grade("1");
        Clock.Advance(TimeSpan.FromSeconds(26));
        var admitted = await Grade("1");

        Assert.Equal(status, refused.StatusCode);
        Assert.Contains("Rate Limit Exceeded", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal("text/plain", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal("0.0", Header(refused, "X-Rate-Limit-Remaining"));
        Assert.False(refused.Headers.Contains("X-Request-Cost"));
        Assert.Null(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        Assert.Equal(0, Stub.Violations.Total);
    }

    [Fact]
    public async Task Requests_in_flight_fill_the_bucket_and_give_it_back()
    {
        Stub.Faults.Next(CanvasFault.Slow, 11);
        var held = Enumerable.Range(0, 11).Select(_ => Grade("1")).ToList();
        await Stub.Faults.WaitUntilHeldAsync(11, Stop);

        var twelfth = await Grade("1");
        Stub.Faults.ReleaseSlow();
        await Task.WhenAll(held);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var later = await Grade("1");

        Assert.Equal(HttpStatusCode.TooManyRequests, twelfth.StatusCode);
        Assert.All(held, answer => Assert.Equal(HttpStatusCode.OK, answer.Result.StatusCode));
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Tokens_have_buckets_of_their_own()
    {
        Stub.Campus.SetToken("7~second");
        Stub.Throttle.Fill(Token);
        using var other = ClientWith("7~second");

        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(SubmissionPath, Stop)).StatusCode);
    }

    [Fact]
    public async Task Coming_back_too_early_is_counted()
    {
        Stub.Throttle.Fill(Token);
        await Grade("1");
        Clock.Advance(TimeSpan.FromSeconds(10));
        await Grade("1");
        await Client.GetAsync(SubmissionPath, Stop);

        Assert.Equal(1, Stub.Violations[CanvasViolation.RetriedWhileThrottled]);
        Assert.Equal(1, Stub.Violations[CanvasViolation.SentWhileThrottled]);
    }

    private static double Remaining(HttpResponseMessage response) =>
        double.Parse(Header(response, "X-Rate-Limit-Remaining"), CultureInfo.InvariantCulture);

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
