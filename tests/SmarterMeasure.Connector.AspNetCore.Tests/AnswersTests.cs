using System.Net;
using System.Text;
using SmarterMeasure.Connector.AspNetCore.Tests.Support;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.AspNetCore.Tests;

/// <summary>What the vendor gets back, and what the real store then holds.</summary>
public sealed class AnswersTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("not a content type")]
    [InlineData(null)]
    public async Task A_verified_event_gets_200_whatever_its_content_type(string? contentType)
    {
        await using var receiver = await Receiver.StartAsync();
        var (json, xml) = (Payloads.NewId(), Payloads.NewId());

        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(Payloads.Json(json), contentType));
        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(Payloads.Xml(xml), contentType));

        var events = await receiver.EventsAsync();
        Assert.Equal([json, xml], events.Select(stored => stored.CallbackId));
        Assert.All(events, stored => Assert.Equal(
            (SmarterMeasureEvents.SectionStart, null), (stored.Event, stored.Reason)));
        Assert.Equal(["9000417", "9000418"], events.Select(stored => stored.UserId));
        Assert.Equal(["accepted", "accepted"], receiver.Outcomes);
    }

    [Fact]
    public async Task A_repeated_delivery_is_counted_on_the_first_row()
    {
        await using var receiver = await Receiver.StartAsync();
        var body = Payloads.Json(Payloads.NewId());

        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(body));
        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(body));

        Assert.Equal(2, Assert.Single(await receiver.EventsAsync()).DeliveryCount);
        Assert.Equal(["accepted", "duplicate"], receiver.Outcomes);
    }

    [Fact]
    public async Task The_same_id_and_event_with_another_body_is_kept_as_a_conflict()
    {
        await using var receiver = await Receiver.StartAsync();
        var id = Payloads.NewId();

        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(Payloads.Json(id, percentage: "40")));
        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(Payloads.Json(id, percentage: "41")));

        var events = await receiver.EventsAsync();
        Assert.Equal(2, events.Count);
        Assert.Equal(EventState.Conflict, events[1].State);
        Assert.Equal(["accepted", "conflict"], receiver.Outcomes);
    }

    public static TheoryData<string> Unfit => new()
    {
        "",
        "   ",
        "{\"callback_id\":\"00112233445566778899aabbccddeeff\",\"callback_ev",
        "null",
        "[]",
        "{}",
        "hello",
        "\u0000\u0001\u0002",
        Payloads.XmlBomb,
        "<callback id=\"1\"",
        new string('[', 100_000),
        string.Concat(Enumerable.Repeat("<a>", 30_000)),
    };

    [Theory]
    [MemberData(nameof(Unfit), DisableDiscoveryEnumeration = true)]
    public async Task An_unfit_body_gets_200_and_quarantine_and_the_next_event_is_stored(string body)
    {
        await using var receiver = await Receiver.StartAsync();
        var good = Payloads.NewId();

        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(body));
        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(Payloads.Json(good)));

        var events = await receiver.EventsAsync();
        Assert.Equal(EventState.Quarantined, events[0].State);
        Assert.False(string.IsNullOrEmpty(events[0].Reason));
        Assert.Equal(good, events[1].CallbackId);
        Assert.Equal(["quarantined", "accepted"], receiver.Outcomes);
    }

    [Theory]
    [InlineData("assessment.renamed")]
    [InlineData("assessment.réussi")]
    public async Task An_unknown_event_gets_200_and_quarantine(string name)
    {
        await using var receiver = await Receiver.StartAsync();

        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(Payloads.Json(Payloads.NewId(), name)));
        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(Payloads.Xml(Payloads.NewId(), name)));

        Assert.All(await receiver.EventsAsync(), stored => Assert.Equal(
            (EventState.Quarantined, "unknown_event", name), (stored.State, stored.Reason, stored.Event)));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    [InlineData("BREW")]
    public async Task Another_method_gets_405_even_with_the_key(string method)
    {
        await using var receiver = await Receiver.StartAsync();

        var answer = await receiver.SendAsync(new HttpMethod(method), Receiver.Path, null, (Receiver.Header, Receiver.Key));

        await AssertAnswerAsync(HttpStatusCode.MethodNotAllowed, answer);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
        Assert.Empty(await receiver.EventsAsync());
        Assert.Equal(["wrong_method"], receiver.Outcomes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_gets_413_declared_or_not(bool declared)
    {
        await using var receiver = await Receiver.StartAsync();
        var bytes = Encoding.UTF8.GetBytes(Payloads.Json(Payloads.NewId()) + new string(' ', 2 * 1024 * 1024));
        HttpContent content = declared ? new ByteArrayContent(bytes) : new ChunkedContent(bytes);

        var answer = await receiver.SendAsync(HttpMethod.Post, Receiver.Path, content, (Receiver.Header, Receiver.Key));

        await AssertAnswerAsync(HttpStatusCode.RequestEntityTooLarge, answer);
        Assert.Empty(await receiver.EventsAsync());
        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(Payloads.Json(Payloads.NewId())));
        Assert.Equal(["too_large", "accepted"], receiver.Outcomes);
    }

    [Theory]
    [InlineData(0, HttpStatusCode.OK, true)]
    [InlineData(0, HttpStatusCode.OK, false)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge, true)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge, false)]
    public async Task The_limit_itself_is_allowed(int beyond, HttpStatusCode expected, bool declared)
    {
        const int Limit = 70_000;
        await using var receiver = await Receiver.StartAsync(
            settings: new() { ["SmarterMeasure:MaxBodyBytes"] = $"{Limit}" });
        var bytes = Encoding.UTF8.GetBytes(Payloads.Json(Payloads.NewId()).PadRight(Limit + beyond));
        HttpContent content = declared ? new ByteArrayContent(bytes) : new ChunkedContent(bytes);

        var answer = await receiver.SendAsync(HttpMethod.Post, Receiver.Path, content, (Receiver.Header, Receiver.Key));

        await AssertAnswerAsync(expected, answer);
    }

    [Fact]
    public async Task A_limit_above_the_servers_own_counts()
    {
        await using var receiver = await Receiver.StartAsync(
            settings: new() { ["SmarterMeasure:MaxBodyBytes"] = "40000000", ["SmarterMeasure:CommitBudget"] = "9s" });
        var body = Payloads.Json(Payloads.NewId()).PadRight(31_000_000);

        await AssertAnswerAsync(HttpStatusCode.OK, await receiver.PostAsync(body));
    }

    [Fact]
    public async Task An_http_2_request_is_answered_the_same_way()
    {
        await using var receiver = await Receiver.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Receiver.Path)
        {
            Content = new ChunkedContent(Encoding.UTF8.GetBytes(Payloads.Json(Payloads.NewId()))),
            Headers = { { Receiver.Header, Receiver.Key } },
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        await AssertAnswerAsync(
            HttpStatusCode.OK, await receiver.Http2.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.Single(await receiver.EventsAsync());
    }

    private static async Task AssertAnswerAsync(HttpStatusCode expected, HttpResponseMessage answer)
    {
        Assert.Equal(expected, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Null(answer.Content.Headers.ContentType);
    }

    private sealed class ChunkedContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
