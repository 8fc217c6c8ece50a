using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.AspNetCore.Tests.Support;

namespace SmarterMeasure.Connector.AspNetCore.Tests;

/// <summary>Plants keys in every place where one can come from, and searches every sink for them.</summary>
public sealed class KeySecrecyTests
{
    // Each place has a canary of its own; all begin alike, and each has characters that percent-encoding changes.
    private const string Canary = "c4n4ry";
    private const string Key = "c4n4ry/key+31337=";
    private const string Encoded = "c4n4ry%2Fkey%2B31337%3D";
    private const string EncodedTwice = "c4n4ry%252Fkey%252B31337%253D";
    private const string EncodedLetters = "%63%34n4%72y%2fkey%2b31337%3d";

    [Fact]
    public async Task A_key_reaches_no_log_trace_metric_or_middleware()
    {
        var seen = new ConcurrentQueue<string>();
        using var activities = ListenToActivities(seen);
        using var meters = ListenToMeters(seen);
        using var sources = new EventSources(seen);
        await using var receiver = await Receiver.StartAsync(
            TraceEverything(), services: AddHttpLogging, pipeline: app => Spy(app, seen));

        await AssertStatusAsync(HttpStatusCode.OK, receiver, "?VerificationKey=" + Encoded);
        await AssertStatusAsync(HttpStatusCode.OK, receiver, "?a=1&verificationkey=" + Key);
        await AssertStatusAsync(HttpStatusCode.OK, receiver, "", (Receiver.Header, Key));
        await AssertStatusAsync(HttpStatusCode.OK, receiver, "?VERIFICATIONKEY=" + Key, (Receiver.Header.ToUpperInvariant(), Key));
        await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "?VerificationKey=" + Canary + "-wrong");
        await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "?a?VerificationKey=" + Encoded);
        await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "?a&amp;VerificationKey=" + Encoded);
        await AssertStatusAsync(HttpStatusCode.NotFound, receiver, "VerificationKey=" + Encoded);
        await AssertStatusAsync(HttpStatusCode.NotFound, receiver, "/unknown?VerificationKey=" + Encoded, (Receiver.Header, Key));
        await SendMisnamedAsync(receiver);
        await SendMalformedAsync(receiver);
        await SendHttp2Async(receiver);

        foreach (var line in receiver.Logs.Lines)
            seen.Enqueue($"{line.Category}: {line.Text}");
        AssertWasListening(seen);
        Assert.DoesNotContain(
            receiver.Logs.Lines, line => line.Category.EndsWith("LoggingConnectionMiddleware", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, text => text.Contains(Canary, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("smartermeasure")]
    [InlineData("/webhooks/smartermeasure")]
    [InlineData("k")]
    public async Task A_key_that_could_be_an_ordinary_word_hides_nothing_but_itself(string key)
    {
        await using var receiver = await Receiver.StartAsync(
            new() { ["SmarterMeasure:VerificationKeys:0:Key"] = key },
            pipeline: app => app.MapGet("/back/smartermeasure", context =>
                context.Response.WriteAsync(context.Request.QueryString.Value + " " + context.Request.Headers["X-Other"])));

        await AssertStatusAsync(HttpStatusCode.OK, receiver, "", (Receiver.Header, key));
        var answer = await receiver.SendAsync(HttpMethod.Get, "/back/smartermeasure?a=k", null, ("X-Other", "kept"));

        Assert.Equal("?a=k kept", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_is_hidden_from_the_reload_on_that_brings_it()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Reload(("SmarterMeasure:VerificationKeys:1:Key", Key));

        await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "?k=" + Key);

        Assert.DoesNotContain(receiver.Logs.Lines, line => line.Text.Contains(Canary, StringComparison.Ordinal)
            && !line.Category.EndsWith("LoggingConnectionMiddleware", StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> TraceEverything() => new()
    {
        ["SmarterMeasure:VerificationKeys:0:Key"] = Key,
        ["Logging:LogLevel:Default"] = "Trace",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
        ["Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel.BadRequests"] = "Trace",
        ["Logging:" + typeof(CapturedLogs).FullName + ":LogLevel:Default"] = "Trace",
        ["Logging:" + typeof(CapturedLogs).FullName + ":LogLevel:Microsoft.AspNetCore.Server.Kestrel.BadRequests"] = "Trace",
    };

    private static void AddHttpLogging(WebApplicationBuilder builder)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Services.AddHttpLogging(logging =>
        {
            logging.LoggingFields = HttpLoggingFields.All;
            logging.RequestHeaders.Add(Receiver.Header);
        });
    }

    private static void Spy(WebApplication app, ConcurrentQueue<string> seen)
    {
        app.UseHttpLogging();
        app.Use(async (context, next) =>
        {
            seen.Enqueue("middleware: " + context.Request.GetDisplayUrl());
            seen.Enqueue("middleware: " + context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
            foreach (var header in context.Request.Headers)
                seen.Enqueue($"middleware: {header.Key}: {header.Value}");
            foreach (var feature in context.Features)
                seen.Enqueue("middleware: " + feature.Value);
            await next(context);
        });
    }

    private static async Task AssertStatusAsync(
        HttpStatusCode expected, Receiver receiver, string target, params (string Name, string Value)[] headers)
    {
        var body = Payloads.Json(Payloads.NewId());
        var lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        var answer = await receiver.TalkAsync(
            $"POST {Receiver.Path}{target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n{lines}\r\n{body}");

        Assert.StartsWith($"HTTP/1.1 {(int)expected} ", answer);
        Assert.DoesNotContain(Canary, answer, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task SendMisnamedAsync(Receiver receiver)
    {
        foreach (var key in new[] { Key, Encoded, EncodedTwice, EncodedLetters })
        {
            await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "?verification_key=" + key);
            await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "?a=1&" + key + "&b=%zz%ff");
            await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "?Verification%254Bey=" + key);
            await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "", ("X-Verification-Key", key), ("X-Other", "1"));
            await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "", ("Referer", "http://school.example.edu/?k=" + key));
            await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "", ("X-Twice", "1"), ("X-Twice", key));
            await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "", ("Content-Type", key), ("User-Agent", key));
            await AssertStatusAsync(HttpStatusCode.OK, receiver, "?k=" + key, (Receiver.Header, Key), ("Authorization", "Bearer " + key));
            await AssertStatusAsync(HttpStatusCode.NotFound, receiver, "/VerificationKey/" + key);
            await AssertStatusAsync(HttpStatusCode.NotFound, receiver, "/" + key + "/x?y=" + key);
        }

        await AssertStatusAsync(HttpStatusCode.Unauthorized, receiver, "?Verification%254Bey=" + Canary + "-wrong");
        await AssertStatusAsync(HttpStatusCode.NotFound, receiver, "/VerificationKey/./c4n4ry/./key+31337=");
    }

    private static async Task SendMalformedAsync(Receiver receiver)
    {
        foreach (var text in new[]
        {
            $"POST {Receiver.Path}?VerificationKey={Key}\r\n\r\n",
            $"POST {Receiver.Path}?VerificationKey={Key} HTTP/7\r\nHost: localhost\r\n\r\n",
            $"PO\u0001ST {Receiver.Path}?VerificationKey={Key} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"POST {Receiver.Path}%00?VerificationKey={Key} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"POST {Receiver.Path}?VerificationKey={Key}\u00e9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"POST http://local host/?VerificationKey={Key} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"POST {Receiver.Path}?VerificationKey={Key} HTTP/1.1\r\nHost: two words\r\n\r\n",
            $"POST {Receiver.Path}?VerificationKey={Key} HTTP/1.1\r\n\r\n",
            $"POST {Receiver.Path} HTTP/1.1\r\nHost: localhost\r\n{Receiver.Header}: {Key}\u0000\r\n\r\n",
            $"POST {Receiver.Path} HTTP/1.1\r\nHost: localhost\r\n{Receiver.Header} : {Key}\r\n\r\n",
            $"POST {Receiver.Path}?VerificationKey={Key} HTTP/1.0\r\nHost: localhost\r\n\r\n",
        })
        {
            Assert.StartsWith("HTTP/1.1 400 ", await receiver.TalkAsync(text));
        }

        foreach (var target in new[] { "http://localhost/elsewhere?verificationkey=", $"http://localhost{Receiver.Path}?verificationkey=" })
            await receiver.TalkAsync($"POST {target}{Key} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    }

    private static async Task SendHttp2Async(Receiver receiver)
    {
        await SendAsync(Receiver.Path);
        await SendAsync(Receiver.Path + "%00");
        await SendAsync("/unknown");

        async Task SendAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path + "?VerificationKey=" + Encoded)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Payloads.Json(Payloads.NewId()))),
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Headers = { { Receiver.Header, Key } },
            };
            try
            {
                using var answer = await receiver.Http2.SendAsync(request, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException) when (path.EndsWith("%00", StringComparison.Ordinal))
            {
                // The server resets a stream whose path it cannot decode.
            }
        }
    }

    // A search that listens to nothing finds nothing.
    private static void AssertWasListening(IReadOnlyCollection<string> seen)
    {
        foreach (var sign in new[]
        {
            "Request starting HTTP/1.1 POST",
            "Microsoft.AspNetCore.HttpLogging",
            "middleware: http://localhost",
            "VerificationKey=redacted",
            "?redacted",
            "middleware: X-Verification-Key: redacted",
            "activity: ",
            "meter: ",
            "event source: Microsoft.AspNetCore.Hosting",
        })
        {
            Assert.Contains(seen, text => text.Contains(sign, StringComparison.Ordinal));
        }
    }

    private static ActivityListener ListenToActivities(ConcurrentQueue<string> seen)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || source.Name.StartsWith("SmarterMeasure", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                foreach (var tag in options.Tags ?? [])
                    seen.Enqueue($"activity: {tag.Key}={tag.Value}");
                return ActivitySamplingResult.AllDataAndRecorded;
            },
            ActivityStopped = activity =>
            {
                seen.Enqueue("activity: " + activity.DisplayName);
                foreach (var tag in activity.TagObjects.Concat(activity.Events.SelectMany(happened => happened.Tags)))
                    seen.Enqueue($"activity: {tag.Key}={tag.Value}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener ListenToMeters(ConcurrentQueue<string> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (!instrument.Meter.Name.StartsWith("System.Net", StringComparison.Ordinal))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        return listener;

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
                seen.Enqueue($"meter: {instrument.Name} {tag.Key}={tag.Value}");
        }
    }

    private sealed class EventSources(ConcurrentQueue<string> seen) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.Contains("AspNetCore", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            seen?.Enqueue($"event source: {eventData.EventSource.Name} " + string.Join(' ', eventData.Payload ?? (IEnumerable<object?>)[]));
    }
}
