using System.Net;
using FakeCampus.Blackboard;
using FakeCampus.Serving;

namespace FakeCampus.Tests.Serving;

public sealed class StubServerTests : StubTest<BlackboardStub>
{
    private const string GradePath =
        "learn/api/public/v2/courses/courseId:CSS100/gradebook/columns/externalId:sm/users/externalId:S123";

    private readonly BlackboardCampus _campus = new();
    private BlackboardUser _student = null!;
    private BlackboardCourse _course = null!;
    private BlackboardColumn _column = null!;

    private int Writes => _course.Grade(_column, _student)?.Writes ?? 0;

    protected override BlackboardStub Make()
    {
        _student = _campus.AddUser("S123", "quill.i", "quill@students.fakecampus.test");
        _course = _campus.AddCourse("CSS100");
        _course.Enrol(_student);
        _column = _course.AddColumn("sm", "SM");
        return new BlackboardStub(_campus, Clock);
    }

    [Theory]
    [InlineData(StubFault.ServerError, HttpStatusCode.InternalServerError, "application/json")]
    [InlineData(StubFault.BadGatewayPage, HttpStatusCode.BadGateway, "text/html")]
    [InlineData(StubFault.Throttled, HttpStatusCode.TooManyRequests, "application/json")]
    [InlineData(StubFault.ExpiredToken, HttpStatusCode.Unauthorized, "application/json")]
    [InlineData(StubFault.Unavailable, HttpStatusCode.ServiceUnavailable, "text/html")]
    public async Task An_answered_fault_does_nothing_and_ends_after_its_count(
        StubFault fault, HttpStatusCode status, string mediaType)
    {
        Stub.Faults.Next(fault, count: 2);

        var faulty = new[] { await Grade(), await Grade() };
        Assert.Equal(0, Writes);
        var good = await Grade();

        Assert.All(faulty, answer => Assert.Equal(status, answer.StatusCode));
        Assert.All(faulty, answer => Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Theory]
    [InlineData(StubFault.ResetBefore, 0)]
    [InlineData(StubFault.ResetAfter, 1)]
    [InlineData(StubFault.HalfAnswer, 1)]
    public async Task A_broken_connection_does_not_tell_whether_the_grade_was_written(StubFault fault, int writes)
    {
        Stub.Faults.Next(fault);

        await Assert.ThrowsAsync<HttpRequestException>(Grade);

        Assert.Equal(writes, Writes);
    }

    [Fact]
    public async Task A_slow_answer_comes_when_it_is_released()
    {
        Stub.Faults.Next(StubFault.Slow);
        var answer = Grade();
        await Stub.Faults.WaitUntilHeldAsync(1, Stop);

        Assert.False(answer.IsCompleted);
        Assert.Equal(1, Writes);
        Stub.Faults.ReleaseSlow();
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Theory]
    [InlineData(StubFault.LateHeld)]
    [InlineData(StubFault.LateReset)]
    public async Task A_late_write_takes_effect_when_its_client_is_gone(StubFault fault)
    {
        Stub.Faults.Next(fault);
        var given = Grade();
        if (fault == StubFault.LateHeld)
        {
            await Stub.Faults.WaitUntilHeldAsync(1, Stop);
            Client.CancelPendingRequests();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => given);
        Assert.Equal(0, Writes);
        Assert.Equal([200], await Stub.Faults.Late.LandAsync());
        Assert.Equal(1, Writes);
        Assert.Empty(await Stub.Faults.Late.LandAsync());
    }

    [Fact]
    public async Task A_fault_can_wait_for_its_request_and_a_lasting_one_for_its_end()
    {
        Stub.Faults.Next(StubFault.ServerError, applies: request => request.Method == "PATCH");
        Carry(Stub.Tokens.Issue(out _));
        var get = await Get(GradePath);
        var patch = await Grade();
        Stub.Faults.Always = StubFault.BadGatewayPage;
        var during = await Grade();
        Stub.Faults.Clear();
        var after = await Grade();

        Assert.Equal([200, 500, 502, 200], new[] { get, patch, during, after }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task Random_faults_are_the_same_for_the_same_seed_and_are_about_their_share()
    {
        var first = await Roll();
        var second = await Roll();

        Assert.Equal(first, second);
        Assert.InRange(first.Count(status => status != 200), 10, 50);
        Assert.Equal([200, 500, 502], first.Distinct().Order());

        async Task<List<int>> Roll()
        {
            Stub.Faults.Random(0.3, seed: 7, StubFault.ServerError, StubFault.BadGatewayPage);
            List<int> statuses = [];
            for (var i = 0; i < 100; i++)
                statuses.Add((int)(await Grade()).StatusCode);

            return statuses;
        }
    }

    [Fact]
    public async Task What_comes_before_the_named_time_is_counted_and_what_comes_after_is_not()
    {
        Stub.ThrottledFor = TimeSpan.FromSeconds(30);
        Stub.Faults.Next(StubFault.Throttled);
        var refused = await Grade();

        Clock.Advance(TimeSpan.FromSeconds(29));
        await Grade();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Grade();

        Assert.Equal("30", Header(refused, "X-Rate-Limit-Reset"));
        Assert.Equal(1, Stub.Violations[Violations.SentWhileThrottled]);
        Assert.Equal(1, Stub.Violations.Total);
    }

    [Fact]
    public async Task Requests_are_kept_without_the_token_and_watched_texts_in_a_url_are_counted()
    {
        Stub.Violations.Watch("Quill Inkwell", "pIn2Secret");

        await Grade();
        await Get("learn/api/public/v1/users?userName=Quill+Inkwell");
        await Get("learn/api/public/v1/users/pIn2Secret");

        var grade = Stub.Requests[0];
        Assert.Equal(("PATCH", "/" + GradePath, 200), (grade.Method, grade.Path, grade.Status));
        Assert.Equal("Bearer", grade.Header("authorization"));
        Assert.Equal("""{"score":63}""", grade.Text);
        Assert.Equal("userName=Quill+Inkwell", Stub.Requests[1].Query);
        Assert.Equal(2, Stub.Violations[Violations.PersonalDataInUrl]);
    }

    private Task<HttpResponseMessage> Grade()
    {
        Carry(Stub.Tokens.Issue(out _));
        return Send("PATCH", GradePath, """{"score":63}""");
    }
}
