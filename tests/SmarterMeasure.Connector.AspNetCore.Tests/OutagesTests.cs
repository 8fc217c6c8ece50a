using System.Net;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.AspNetCore.Tests.Support;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.AspNetCore.Tests;

/// <summary>When nothing can be stored in time, the vendor is told to come back: 503, and nothing else.</summary>
public sealed class OutagesTests
{
    private static readonly Dictionary<string, string?> ShortBudget = new() { ["SmarterMeasure:CommitBudget"] = "300ms" };

    [Fact]
    public async Task A_store_that_is_down_gives_503_until_it_is_back()
    {
        var faults = new FaultyInbox(_ => throw new StoreUnavailableException("disk full"));
        await using var receiver = await Receiver.StartAsync(faults: faults);
        var body = Payloads.Json(Payloads.NewId());

        await AssertUnavailableAsync(await receiver.PostAsync(body));
        await AssertUnavailableAsync(await receiver.PostAsync(body));
        faults.Before = _ => Task.CompletedTask;
        Assert.Equal(HttpStatusCode.OK, (await receiver.PostAsync(body)).StatusCode);

        Assert.Single(await receiver.EventsAsync());
        Assert.Equal(["unavailable", "unavailable", "accepted"], receiver.Outcomes);
        var line = Assert.Single(receiver.Logs.From("SmarterMeasure.Connector.AspNetCore"));
        Assert.Contains("disk full", line.Text);
    }

    [Fact]
    public async Task A_commit_that_takes_too_long_gives_503()
    {
        var faults = new FaultyInbox(cancel => Task.Delay(Timeout.InfiniteTimeSpan, cancel));
        await using var receiver = await Receiver.StartAsync(ShortBudget, faults);

        await AssertUnavailableAsync(await receiver.PostAsync(Payloads.Json(Payloads.NewId())));

        Assert.Contains("CommitBudget", Assert.Single(receiver.Logs.From("SmarterMeasure.Connector.AspNetCore")).Text);
    }

    [Fact]
    public async Task An_error_in_our_own_code_gives_503_and_its_message_is_not_logged()
    {
        var faults = new FaultyInbox(_ => throw new FormatException("cannot digest ada@school.example.edu"));
        await using var receiver = await Receiver.StartAsync(faults: faults);

        await AssertUnavailableAsync(await receiver.PostAsync(Payloads.Json(Payloads.NewId())));

        var line = Assert.Single(receiver.Logs.From("SmarterMeasure.Connector.AspNetCore"));
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("System.FormatException", line.Text);
        Assert.DoesNotContain(receiver.Logs.Lines, any => any.Text.Contains("ada@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Content-Length: 4000", "{\"callback_id\":")]
    [InlineData("Transfer-Encoding: chunked", "5\r\n{\"cal\r\n")]
    public async Task A_body_that_does_not_arrive_in_time_gives_503(string framing, string beginning)
    {
        await using var receiver = await Receiver.StartAsync(ShortBudget);

        var answer = await receiver.TalkAsync(Receiver.Head(framing) + beginning);

        Assert.StartsWith("HTTP/1.1 503 ", answer);
        Assert.Contains("Content-Length: 0", answer);
        Assert.Equal(["unavailable"], receiver.Outcomes);
        Assert.Empty(await receiver.EventsAsync());

        // The connection's end, too, is none that the server has to complain about.
        await Receiver.UntilAsync(() => receiver.Logs.Lines.Any(line => line.Text.Contains("\" stopped.", StringComparison.Ordinal)));
        Assert.All(
            receiver.Logs.Lines.Where(line => line.Level >= LogLevel.Warning),
            line => Assert.Contains("CommitBudget", line.Text));
    }

    [Fact]
    public async Task A_body_that_arrives_after_its_503_leaves_the_connection_of_use()
    {
        await using var receiver = await Receiver.StartAsync(ShortBudget);
        var body = Payloads.Json(Payloads.NewId());
        using var client = await receiver.OpenAsync(Receiver.Head($"Content-Length: {body.Length}") + body[..20]);
        Assert.StartsWith("HTTP/1.1 503 ", await Receiver.HeadAsync(client));

        await Receiver.SendAsync(client, body[20..] + Receiver.Head($"Content-Length: {body.Length}") + body);

        Assert.StartsWith("HTTP/1.1 200 ", await Receiver.HeadAsync(client));
        Assert.Single(await receiver.EventsAsync());
    }

    [Fact]
    public async Task A_body_that_is_broken_by_its_framing_gives_503()
    {
        await using var receiver = await Receiver.StartAsync();

        var answer = await receiver.TalkAsync(Receiver.Head("Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 503 ", answer);
        Assert.Empty(await receiver.EventsAsync());
    }

    [Fact]
    public async Task A_sender_that_goes_away_leaves_nothing_behind_and_no_error()
    {
        await using var receiver = await Receiver.StartAsync();

        using (await receiver.OpenAsync(Receiver.Head("Content-Length: 4000") + "{\"callback_id\":"))
        {
        }

        await Receiver.UntilAsync(() => receiver.Outcomes.Count == 1);
        Assert.Equal(["interrupted"], receiver.Outcomes);
        Assert.Empty(await receiver.EventsAsync());
        Assert.DoesNotContain(receiver.Logs.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Equal(HttpStatusCode.OK, (await receiver.PostAsync(Payloads.Json(Payloads.NewId()))).StatusCode);
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
