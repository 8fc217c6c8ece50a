using FakeCampus.Canvas;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>Tokens that are renewed with the refresh token of a developer key, which Canvas does not replace.</summary>
public sealed class CanvasRenewalTests
{
    private static readonly DeliveryOutcome s_unauthorized = DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5));

    [Fact]
    public async Task The_request_is_the_one_on_file()
    {
        await using var school = await OpenAsync();

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));

        CanvasRequestTests.IsOnFile("canvas-refresh.http", school.Canvas.Requests[0]);
    }

    [Fact]
    public async Task A_token_serves_until_shortly_before_its_end()
    {
        var canvasClock = new FakeTimeProvider(TargetHost.Start);
        await using var school = await OpenAsync(new CanvasCampus { Clock = canvasClock });

        foreach (var (minutes, issued) in ((int, int)[])[(0, 1), (58, 1), (2, 2)])
        {
            canvasClock.Advance(TimeSpan.FromMinutes(minutes));
            school.Connector.Clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
            Assert.Equal(issued, school.Key.Issued);
        }

        Assert.DoesNotContain(school.Canvas.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task A_token_that_ends_between_the_lookup_and_the_grade_is_renewed_and_the_grade_is_sent_once_more()
    {
        await using var school = await OpenAsync();
        school.Canvas.Faults.Dice = request => request.Method == "GET" && request.Target.Contains("/submissions/", StringComparison.Ordinal)
            ? CanvasFault.Slow
            : null;
        var delivery = school.Connector.DeliverAsync("S123");
        await school.Canvas.Faults.WaitUntilHeldAsync(1, TestContext.Current.CancellationToken);

        school.Key.ExpireAll();
        school.Canvas.Faults.ReleaseSlow();

        Assert.Equal(DeliveryOutcome.Delivered, await delivery);
        Assert.Equal(
            [("POST", 200), ("GET", 200), ("GET", 200), ("GET", 200), ("PUT", 401), ("POST", 200), ("PUT", 200)], Answers(school));
    }

    [Fact]
    public async Task A_renewed_token_that_is_refused_too_lets_the_destination_rest()
    {
        await using var school = await OpenAsync();
        school.Canvas.Faults.Next(CanvasFault.ExpiredToken, count: 2, method: "PUT");

        Assert.Equal(s_unauthorized, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(
            [("POST", 200), ("GET", 200), ("GET", 200), ("GET", 200), ("PUT", 401), ("POST", 200), ("PUT", 401)], Answers(school));
    }

    [Fact]
    public async Task A_refused_renewal_lets_the_destination_rest_until_it_is_granted_again()
    {
        await using var school = await OpenAsync();
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        school.Key.ExpireAll();
        school.Key.IsWithdrawn = true;

        Assert.Equal(
            DeliveryOutcome.Pause("unauthorized: token_400: error=invalid_request", TimeSpan.FromMinutes(5)),
            await school.Connector.DeliverAsync("S123", percent: 64));

        school.Key.IsWithdrawn = false;
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123", percent: 64));
    }

    [Theory]
    [InlineData("ClientSecret")]
    [InlineData("ClientId")]
    public async Task A_developer_key_that_is_not_known_lets_the_destination_rest(string key)
    {
        await using var school = await OpenAsync(new CanvasCampus(), (key, "canary-wrong"));

        Assert.Equal(s_unauthorized, await school.Connector.DeliverAsync("S123"));
        Assert.Single(school.Canvas.Requests);
    }

    [Fact]
    public async Task Many_calls_at_once_ask_for_one_token()
    {
        await using var school = await OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => school.Connector.DeliverAsync("S123")));

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        Assert.Equal(1, school.Key.Issued);
    }

    [Fact]
    public async Task Nodes_share_a_token_because_each_renewal_ends_the_one_before()
    {
        await using var school = await OpenAsync();
        using var other = school.Connect();
        CanvasHost[] nodes = [school.Connector, other, school.Connector];

        foreach (var node in nodes)
            Assert.Equal(DeliveryOutcome.Delivered, await node.DeliverAsync("S123"));
        Assert.Equal(1, school.Key.Issued);

        school.Key.ExpireAll();
        foreach (var node in nodes)
            Assert.Equal(DeliveryOutcome.Delivered, await node.DeliverAsync("S123"));
        Assert.Equal(2, school.Key.Issued);
        Assert.Equal(2, school.Canvas.Requests.Count(request => request.Status == 401));
    }

    [Fact]
    public async Task A_node_that_died_while_it_had_a_token_renewed_keeps_the_others_waiting_for_two_minutes()
    {
        await using var school = await OpenAsync();
        using var dying = school.Connect();
        school.Canvas.Faults.Next(CanvasFault.Slow, method: "POST");
        var last = dying.DeliverAsync("S123");
        await school.Canvas.Faults.WaitUntilHeldAsync(1, TestContext.Current.CancellationToken);

        Assert.Equal(
            DeliveryOutcome.Pause("token_being_renewed", TimeSpan.FromSeconds(1)), await school.Connector.DeliverAsync("S123"));
        school.Connector.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));

        school.Canvas.Faults.ReleaseSlow();
        await last;
    }

    [Fact]
    public async Task A_grade_that_is_not_allowed_costs_no_token()
    {
        await using var school = await OpenAsync();
        var closed = school.Course.AddAssignment("For nobody", of => of with { AssignedTo = new HashSet<long>() });
        using var connector = school.Connect(("Assignments:LifeFactors", $"{closed.Id}"));

        for (var time = 1; time <= 3; time++)
            Assert.Equal(DeliveryOutcome.Retry("canvas_denied"), await connector.DeliverAsync("S123"));

        Assert.Equal(1, school.Key.Issued);
        Assert.Equal(3, school.Canvas.Requests.Count(request => request.Method == "PUT"));
    }

    [Fact]
    public async Task A_lookup_that_is_not_allowed_lets_the_destination_rest_and_costs_no_token()
    {
        await using var school = await OpenAsync();
        school.Key.Grants = TokenState.WithoutPermission;

        for (var time = 1; time <= 3; time++)
            Assert.Equal(s_unauthorized, await school.Connector.DeliverAsync(email: "q@school.example"));

        Assert.Equal([("POST", 200), ("GET", 403), ("GET", 403), ("GET", 403)], Answers(school));
    }

    [Fact]
    public async Task Whatever_goes_wrong_no_log_reason_or_record_shows_a_secret()
    {
        await using var school = await OpenAsync();
        var said = new List<string?>();
        foreach (var fault in Enum.GetValues<CanvasFault>().Except([CanvasFault.Slow, CanvasFault.LateHeld]))
        {
            school.Key.ExpireAll();
            school.Key.IsWithdrawn = fault == CanvasFault.Throttled;
            school.Canvas.Faults.Next(fault, method: "POST");
            var outcome = await school.Connector.Destination.DeliverAsync(
                CanvasHost.Delivery("S123"), TestContext.Current.CancellationToken);
            said.AddRange([outcome.Reason, outcome.Request]);
            school.Canvas.Faults.Clear();
            school.Connector.Clock.Advance(TimeSpan.FromMinutes(40));
        }

        Assert.Contains(said, text => text?.StartsWith("token_", StringComparison.Ordinal) == true);
        var shown = string.Join('\n', [.. said, .. school.Connector.Log.Lines]);
        Assert.All(
            (string[])[school.Key.ClientSecret, "refresh-", "access-"],
            secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Method, int Status)> Answers(CanvasSchool school) =>
        school.Canvas.Requests.Select(request => (request.Method, request.Status!.Value));

    private static Task<CanvasSchool> OpenAsync() => OpenAsync(new CanvasCampus());

    private static async Task<CanvasSchool> OpenAsync(
        CanvasCampus campus, params IEnumerable<(string Key, string? Value)> settings)
    {
        var school = await CanvasSchool.OpenAsync(campus,
        [
            .. CanvasSchool.Below(
                ("Token", null),
                ("ClientId", campus.DeveloperKey.ClientId),
                ("ClientSecret", campus.DeveloperKey.ClientSecret),
                ("RefreshToken", campus.DeveloperKey.GrantRefreshToken())),
            .. CanvasSchool.Below(settings),
        ]);
        school.Enrol("q@school.example", "S123");
        return school;
    }
}
