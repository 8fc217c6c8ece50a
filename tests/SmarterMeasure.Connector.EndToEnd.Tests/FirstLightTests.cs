using System.Globalization;
using System.Net;
using FakeCampus;
using FakeCampus.Canvas;
using FakeCampus.Vendor;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>The published binary, from the vendor's POST to the grade.</summary>
public class FirstLightTests
{
    private const string Token = "e2e-canvas-token";

    [Fact]
    public async Task Every_event_outlives_a_kill_and_reaches_Canvas_once()
    {
        var cancel = TestContext.Current.CancellationToken;
        var students = StudentRoster.Invent(4, seed: 11, withoutInternalId: 2);
        var scripts = students.Select((student, number) => AssessmentScript.For(student, seed: number)).ToList();
        var campus = new DemoCampus(students, Token);
        await using var canvas = await CanvasStub.StartAsync(campus.Canvas, cancel);
        await using var binary = new QuickStartProcess(Settings(canvas, campus));
        await binary.StartAsync();

        // JSON with the key in the header, then XML with the key in the URL; killed right after the last 200.
        var reports = await SendAsync(binary, scripts.Take(2), BodyFormat.Json, KeyPlacement.Header);
        reports.AddRange(await SendAsync(binary, scripts.Skip(2), BodyFormat.Xml, KeyPlacement.LowerCaseQuery));
        Assert.All(reports, delivery => Assert.Equal(200, Assert.Single(delivery.Attempts).Status));
        await binary.KillAsync();
        await binary.StartAsync();

        var sent = scripts.SelectMany(script => script.Events).Select(one => (one.CallbackId, one.Event)).ToHashSet();
        var events = await Listing.UntilAsync(
            binary.EventsAsync, all => all.All(one => one.Text("state") == "handled"));
        Assert.Equal(
            sent.Order(), events.Select(one => (one.Text("callbackId")!, one.Text("event")!)).Order());
        await Listing.UntilAsync(
            binary.DeliveriesAsync, all => all.Count > 0 && all.All(one => one.Text("state") == "delivered"));
        Assert.Empty(campus.Differences(scripts));
        Assert.Equal(0, canvas.Violations.Total);
    }

    [Fact]
    public async Task A_delivery_cut_off_by_a_kill_is_repeated_after_the_restart_and_harms_nothing()
    {
        var cancel = TestContext.Current.CancellationToken;
        var campus = new DemoCampus([Payloads.Student], Token);
        await using var canvas = await CanvasStub.StartAsync(campus.Canvas, cancel);
        await using var binary = new QuickStartProcess(
            [.. Settings(canvas, campus), ("SmarterMeasure__Forwarding__AttemptTimeout", "1s")]);
        await binary.StartAsync();
        canvas.Faults.Next(CanvasFault.Slow, method: "PUT");
        using var request = Request(Payloads.Json(SmarterMeasureEvents.SectionComplete), QuickStartProcess.Key);
        using var response = await binary.Client.SendAsync(request, cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        await canvas.Faults.WaitUntilHeldAsync(1, cancel);
        await binary.KillAsync();
        canvas.Faults.ReleaseSlow();
        await binary.StartAsync();
        var deliveries = await Listing.UntilAsync(
            binary.DeliveriesAsync, all => all is [var only] && only.Text("state") == "delivered");
        Assert.Equal(2, (int)deliveries[0]["attempts"]!);
        Assert.NotNull(Assert.Single(campus.Course.Submissions).Score);
    }

    [Fact]
    public async Task Bad_input_gets_the_vendors_answer_and_the_good_event_after_it_still_gets_200()
    {
        await using var binary = new QuickStartProcess();
        await binary.StartAsync();
        var good = Payloads.Json(SmarterMeasureEvents.Created);

        await AssertAnswerAsync(401, Request(good, "wrong"));
        await AssertAnswerAsync(401, Request(good, key: null));
        await AssertAnswerAsync(401, Request(good, "{VerificationKey}"));
        await AssertAnswerAsync(405, new HttpRequestMessage(HttpMethod.Get, "webhooks/smartermeasure"));
        await AssertAnswerAsync(413, Request(new byte[2 * 1024 * 1024], QuickStartProcess.Key));
        await AssertAnswerAsync(200, Request([], QuickStartProcess.Key));
        await AssertAnswerAsync(200, Request(good[..(good.Length / 2)], QuickStartProcess.Key));
        await AssertAnswerAsync(200, Request(Bomb(), QuickStartProcess.Key));
        await AssertAnswerAsync(200, Request(Unknown(), QuickStartProcess.Key));

        var events = await binary.EventsAsync();
        Assert.Equal(4, events.Count(one => one.Text("state") == "quarantined"));
        var sound = Assert.Single(events, one => one.Text("state") != "quarantined");
        Assert.Equal((SmarterMeasureEvents.Created, 9), (sound.Text("event"), (int)sound["deliveryCount"]!));

        async Task AssertAnswerAsync(int expected, HttpRequestMessage bad)
        {
            using (bad)
            using (var answer = await binary.Client.SendAsync(bad, TestContext.Current.CancellationToken))
                Assert.Equal(expected, (int)answer.StatusCode);

            using var next = Request(good, QuickStartProcess.Key);
            using var after = await binary.Client.SendAsync(next, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, after.StatusCode);
            Assert.True(binary.IsRunning);
        }
    }

    [Fact]
    public async Task Neither_key_nor_student_is_in_what_the_binary_prints_even_at_Trace_level()
    {
        var cancel = TestContext.Current.CancellationToken;
        var campus = new DemoCampus([Payloads.Student], Token);
        await using var canvas = await CanvasStub.StartAsync(campus.Canvas, cancel);
        await using var binary = new QuickStartProcess(
        [
            .. Settings(canvas, campus),
            ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
            ("Logging__Console__LogLevel__Default", "Trace"),
        ]);
        await binary.StartAsync();

        await SendAsync(binary, [Payloads.Script], BodyFormat.Json, KeyPlacement.Header);
        await SendAsync(binary, [Payloads.Script], BodyFormat.Xml, KeyPlacement.Query);
        await SendAsync(binary, [Payloads.Script], BodyFormat.Xml, KeyPlacement.LowerCaseQuery);
        await Listing.UntilAsync(
            binary.DeliveriesAsync, all => all.Count > 0 && all.All(one => one.Text("state") == "delivered"));
        var listings = (await binary.RunAsync("events", "list")).Output + (await binary.RunAsync("deliveries", "list")).Output;

        Assert.Contains(binary.Output, line => line.Contains("trce:", StringComparison.Ordinal));
        var student = Payloads.Student;
        foreach (var secret in new[]
                 {
                     QuickStartProcess.Key, Token, student.AssessmentPin, student.Email, student.LastName,
                 })
        {
            Assert.DoesNotContain(binary.Output, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(secret, listings, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_faulty_configuration_stops_the_start_with_one_message_that_lists_every_fault()
    {
        await using var binary = new QuickStartProcess(
            ("SmarterMeasure__VerificationKeys__0__Key", ""),
            ("SmarterMeasure__Retention__Days", "2"),
            ("SmarterMeasure__Destinations__canvas__Type", "Canvas"));

        var (exitCode, output, error) = await binary.RunAsync("--urls", "http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        foreach (var fault in new[] { "VerificationKeys:0:Key", "Retention:Days", "canvas:BaseUrl", "canvas:Token", "canvas:Course" })
            Assert.Contains(fault, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_cannot_be_bound_is_a_fault_in_one_line()
    {
        await using var binary = new QuickStartProcess();

        var (exitCode, _, error) = await binary.RunAsync("--urls", "garbage");

        Assert.Equal(1, exitCode);
        Assert.Contains("garbage", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_where_there_is_no_store_is_a_fault_and_makes_none()
    {
        await using var binary = new QuickStartProcess();

        var (first, second) = (await binary.RunAsync("events", "list"), await binary.RunAsync("deliveries", "list", "--json"));

        Assert.Equal((1, 1), (first.ExitCode, second.ExitCode));
        Assert.Contains("no database", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events", "lsit")]
    [InlineData("deliveries", "list", "--jsn")]
    [InlineData("srve")]
    [InlineData("--urls")]
    public async Task A_command_line_that_makes_no_sense_ends_with_2(params string[] arguments)
    {
        await using var binary = new QuickStartProcess();

        Assert.Equal(2, (await binary.RunAsync(arguments)).ExitCode);
    }

    private static async Task<List<Delivery>> SendAsync(
        QuickStartProcess binary, IEnumerable<AssessmentScript> scripts, BodyFormat format, KeyPlacement placement)
    {
        using var vendor = new VendorSimulator(new VendorOptions
        {
            Webhook = new Uri(binary.Client.BaseAddress!, "webhooks/smartermeasure"),
            VerificationKey = QuickStartProcess.Key,
            KeyPlacement = placement,
            FormatOf = _ => format,
            Concurrency = 4,
            Retries = RetrySchedule.Never,
        });
        return [.. (await vendor.SendAsync([.. scripts], TestContext.Current.CancellationToken)).Deliveries];
    }

    private static HttpRequestMessage Request(byte[] body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/smartermeasure") { Content = new ByteArrayContent(body) };
        if (key is not null)
            request.Headers.Add("X-SmarterMeasure-Verification-Key", key);
        return request;
    }

    private static byte[] Bomb() =>
        """<?xml version="1.0"?><!DOCTYPE callback [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;">]><callback id="1">&b;</callback>"""u8.ToArray();

    private static byte[] Unknown() =>
        """{"callback_id":"00ff","callback_event":"assessment.archived","user":{"user_id":"42"}}"""u8.ToArray();

    private static (string, string)[] Settings(CanvasStub canvas, DemoCampus campus) =>
    [
        ("SmarterMeasure__Destinations__canvas__Type", "Canvas"),
        ("SmarterMeasure__Destinations__canvas__BaseUrl", canvas.BaseUrl.ToString()),
        ("SmarterMeasure__Destinations__canvas__Token", Token),
        ("SmarterMeasure__Destinations__canvas__Course", campus.Course.Id.ToString(CultureInfo.InvariantCulture)),
        .. campus.Assignments.Select(entry => (
            $"SmarterMeasure__Destinations__canvas__Assignments__{entry.Key}",
            entry.Value.Id.ToString(CultureInfo.InvariantCulture))),
    ];
}
