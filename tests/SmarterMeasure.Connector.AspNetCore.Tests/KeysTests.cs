using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.AspNetCore.Tests.Support;

namespace SmarterMeasure.Connector.AspNetCore.Tests;

/// <summary>Who is let in.</summary>
public sealed class KeysTests
{
    private const string Key = Receiver.Key;
    private const string Wrong = "00000000000000000000000000000000";

    [Theory]
    [InlineData("X-SmarterMeasure-Verification-Key")]
    [InlineData("x-smartermeasure-verification-key")]
    [InlineData("X-SMARTERMEASURE-VERIFICATION-KEY")]
    public async Task The_header_lets_in_in_any_casing(string header)
    {
        await using var receiver = await Receiver.StartAsync();

        var answer = await receiver.PostAsync(Receiver.Path, Payloads.Json(Payloads.NewId()), null, (header, Key));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(await receiver.EventsAsync());
    }

    [Theory]
    [InlineData("?VerificationKey=" + Key)]
    [InlineData("?verificationkey=" + Key)]
    [InlineData("?VERIFICATIONKEY=" + Key)]
    [InlineData("?school=7&verificationKey=" + Key + "&x")]
    [InlineData("?Verification%4Bey=" + Key)]
    [InlineData("?VerificationKey=%35f0c2d9be7714a6fa1c3d2e4b596877%38")]
    [InlineData("?VerificationKey=" + Key + "&VerificationKey=" + Key)]
    [InlineData("?VerificationKey=" + Key + "&verificationkey=" + Wrong)]
    [InlineData("?VerificationKey=&verificationkey=" + Wrong + "&VerificationKey=" + Wrong + "&VerificationKey=" + Key)]
    public async Task The_query_lets_in_in_any_casing_and_encoding(string query)
    {
        await using var receiver = await Receiver.StartAsync();

        // Over a bare connection: a client would tidy the encoding up.
        var body = Payloads.Json(Payloads.NewId());
        var answer = await receiver.TalkAsync(
            $"POST {Receiver.Path}{query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 200 ", answer);
        Assert.Single(await receiver.EventsAsync());
    }

    [Theory]
    [InlineData("/WEBHOOKS/SmarterMeasure")]
    [InlineData("/webhooks/smartermeasure/")]
    public async Task The_path_is_taken_in_any_casing(string path)
    {
        await using var receiver = await Receiver.StartAsync();

        var answer = await receiver.PostAsync(path, Payloads.Json(Payloads.NewId()), null, (Receiver.Header, Key));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?VerificationKey=")]
    [InlineData("?VerificationKey")]
    [InlineData("?VerificationKey=" + Wrong)]
    [InlineData("?VerificationKey=" + Key + "0")]
    [InlineData("?VerificationKey=" + Wrong + "&VerificationKey=" + Wrong)]
    [InlineData("?VerificationKey=1&VerificationKey=2&VerificationKey=3&VerificationKey=4&VerificationKey=" + Key)]
    [InlineData("?Key=" + Key)]
    [InlineData("?tenant=7?VerificationKey=" + Key)]
    public async Task Without_one_right_key_the_answer_is_401_and_nothing_is_stored(string query)
    {
        await using var receiver = await Receiver.StartAsync();

        var answer = await receiver.PostAsync(Receiver.Path + query, Payloads.Json(Payloads.NewId()), "application/json");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await receiver.EventsAsync());
        Assert.Equal(["rejected_key"], receiver.Outcomes);
        Assert.Empty(receiver.Logs.From("SmarterMeasure.Connector.AspNetCore"));
    }

    [Theory]
    [InlineData(Key, Key, HttpStatusCode.OK)]
    [InlineData(Key, Wrong, HttpStatusCode.OK)]
    [InlineData(Wrong, Key, HttpStatusCode.OK)]
    [InlineData(Key, "{VerificationKey}", HttpStatusCode.OK)]
    [InlineData(Wrong, Wrong, HttpStatusCode.Unauthorized)]
    [InlineData(Key + ", " + Key, "", HttpStatusCode.Unauthorized)]
    public async Task One_right_key_of_header_and_query_is_enough(string header, string query, HttpStatusCode expected)
    {
        await using var receiver = await Receiver.StartAsync();

        var answer = await receiver.PostAsync(
            Receiver.Path + "?VerificationKey=" + query, Payloads.Json(Payloads.NewId()), null, (Receiver.Header, header));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(Key)]
    [InlineData(Wrong)]
    [InlineData("")]
    public async Task A_header_sent_twice_lets_in_when_one_is_right(string other)
    {
        await using var receiver = await Receiver.StartAsync();

        var answer = await receiver.TalkAsync(Receiver.Head($"{Receiver.Header}: {other}", "Content-Length: 0"));

        Assert.StartsWith("HTTP/1.1 200 ", answer);
    }

    [Fact]
    public async Task Only_the_first_four_keys_of_header_and_query_count()
    {
        await using var receiver = await Receiver.StartAsync();

        Assert.StartsWith("HTTP/1.1 200 ", await TryAsync(headers: 3));
        Assert.StartsWith("HTTP/1.1 401 ", await TryAsync(headers: 4));

        Task<string> TryAsync(int headers) => receiver.TalkAsync(
            $"POST {Receiver.Path}?VerificationKey={Key} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
            + string.Concat(Enumerable.Repeat($"{Receiver.Header}: {Wrong}\r\n", headers)) + "\r\n");
    }

    [Fact]
    public async Task The_key_is_judged_before_the_body_is_read()
    {
        await using var receiver = await Receiver.StartAsync();

        // The body never comes; the answer does.
        var answer = await receiver.TalkAsync(
            $"POST {Receiver.Path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", answer);
    }

    [Theory]
    [InlineData("{VerificationKey}")]
    [InlineData("{verificationkey}")]
    [InlineData("%7BVerificationKey%7D")]
    [InlineData("%257BVerificationKey%257D")]
    public async Task The_unreplaced_token_gets_401_and_one_line_a_minute_that_says_what_to_fix(string token)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var receiver = await Receiver.StartAsync(
            services: builder => builder.Services.AddSingleton<TimeProvider>(time));

        for (var i = 0; i < 3; i++)
            Assert.StartsWith("HTTP/1.1 401 ", await SendAsync());

        var line = Assert.Single(Lines());
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("developers@smartermeasure.com", line.Text);
        Assert.Contains("VerificationKey={VerificationKey}", line.Text);
        Assert.Equal(["unreplaced_token", "unreplaced_token", "unreplaced_token"], receiver.Outcomes);

        time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();
        Assert.Equal(2, Lines().Count());

        Task<string> SendAsync() => receiver.TalkAsync(
            $"POST {Receiver.Path}?VerificationKey={token} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");

        IEnumerable<LogLine> Lines() => receiver.Logs.From("SmarterMeasure.Connector.AspNetCore");
    }

    [Fact]
    public async Task A_key_counts_only_within_its_validity()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 7, 31, 23, 0, 0, TimeSpan.Zero));
        await using var receiver = await Receiver.StartAsync(
            new()
            {
                ["SmarterMeasure:VerificationKeys:0:NotAfter"] = "2026-08-01T00:30:00Z",
                ["SmarterMeasure:VerificationKeys:1:Key"] = "next-key",
                ["SmarterMeasure:VerificationKeys:1:NotBefore"] = "2026-08-01T00:00:00Z",
            },
            services: builder => builder.Services.AddSingleton<TimeProvider>(time));

        Assert.Equal((true, false), await AcceptedAsync());
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((true, true), await AcceptedAsync());
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal((false, true), await AcceptedAsync());

        async Task<(bool Old, bool Next)> AcceptedAsync() => (await TryAsync(Key), await TryAsync("next-key"));

        async Task<bool> TryAsync(string key) => (await receiver.PostAsync(
            Receiver.Path, Payloads.Json(Payloads.NewId()), null, (Receiver.Header, key))).IsSuccessStatusCode;
    }

    [Fact]
    public async Task A_changed_key_counts_from_the_reload_on()
    {
        await using var receiver = await Receiver.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("new-key"));

        receiver.Reload(("SmarterMeasure:VerificationKeys:0:Key", "new-key"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("new-key"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(Key));

        receiver.Reload(("SmarterMeasure:VerificationKeys:0:Key", ""));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("new-key"));

        async Task<HttpStatusCode> StatusAsync(string key) => (await receiver.PostAsync(
            Receiver.Path, Payloads.Json(Payloads.NewId()), null, (Receiver.Header, key))).StatusCode;
    }
}
