using System.Net;
using FakeCampus.Canvas;

namespace FakeCampus.Tests.Canvas;

public sealed class FaultTests : CanvasTest
{
    [Theory]
    [InlineData(CanvasFault.ServerError, HttpStatusCode.InternalServerError, "application/json")]
    [InlineData(CanvasFault.BadGatewayPage, HttpStatusCode.BadGateway, "text/html")]
    [InlineData(CanvasFault.Throttled, HttpStatusCode.TooManyRequests, "text/plain")]
    [InlineData(CanvasFault.ExpiredToken, HttpStatusCode.Unauthorized, "application/json")]
    public async Task An_answered_fault_does_nothing_and_ends_after_its_count(
        CanvasFault fault, HttpStatusCode status, string mediaType)
    {
        Stub.Faults.Next(fault, count: 2);

        var faulty = new[] { await Grade("13"), await Grade("13") };
        Assert.Empty(Course.Submissions);
        var good = await Grade("13");

        Assert.All(faulty, answer => Assert.Equal(status, answer.StatusCode));
        Assert.All(faulty, answer => Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Theory]
    [InlineData(CanvasFault.ResetBefore, 0)]
    [InlineData(CanvasFault.ResetAfter, 1)]
    [InlineData(CanvasFault.HalfAnswer, 1)]
    public async Task A_broken_connection_does_not_tell_whether_the_grade_was_written(CanvasFault fault, int versions)
    {
        Stub.Faults.Next(fault);

        await Assert.ThrowsAsync<HttpRequestException>(() => Grade("13"));

        Assert.Equal(versions, Course.Submission(Assignment, Student).Versions);
    }

    [Fact]
    public async Task Half_an_answer_begins_like_a_good_one()
    {
        Stub.Faults.Next(CanvasFault.HalfAnswer);
        using var request = new HttpRequestMessage(HttpMethod.Get, SubmissionPath);

        var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_slow_answer_comes_when_it_is_released()
    {
        Stub.Faults.Next(CanvasFault.Slow);
        var answer = Grade("13");
        await Stub.Faults.WaitUntilHeldAsync(1, Stop);

        Assert.False(answer.IsCompleted);
        Assert.Equal(13, Course.Submission(Assignment, Student).Score);
        Stub.Faults.ReleaseSlow();
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Theory]
    [InlineData(CanvasFault.LateHeld)]
    [InlineData(CanvasFault.LateReset)]
    public async Task A_late_grade_is_written_when_its_client_is_gone(CanvasFault fault)
    {
        Stub.Faults.Next(fault);
        var given = Grade("13");
        if (fault == CanvasFault.LateHeld)
        {
            await Stub.Faults.WaitUntilHeldAsync(1, Stop);
            Client.CancelPendingRequests();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => given);
        await Grade("14");
        Assert.Equal(14, Course.Submission(Assignment, Student).Score);
        Assert.Equal([200], await Stub.Faults.Late.LandAsync());
        Assert.Equal(13, Course.Submission(Assignment, Student).Score);
        Assert.Empty(await Stub.Faults.Late.LandAsync());
    }

    [Fact]
    public async Task A_fault_can_wait_for_a_method_and_a_lasting_one_for_its_end()
    {
        Stub.Faults.Next(CanvasFault.ServerError, method: "PUT");
        var get = await Client.GetAsync(SubmissionPath, Stop);
        var put = await Grade("13");
        Stub.Faults.Always = CanvasFault.BadGatewayPage;
        var during = await Grade("13");
        Stub.Faults.Clear();
        var after = await Grade("13");

        Assert.Equal([200, 500, 502, 200], new[] { get, put, during, after }.Select(answer => (int)answer.StatusCode));
    }
}
