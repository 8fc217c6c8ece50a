using System.Net;
using System.Text;
using FakeCampus.Vendor;
using Microsoft.Extensions.Time.Testing;

namespace FakeCampus.Tests.Vendor;

public sealed class VendorSimulatorTests : IAsyncLifetime
{
    private const string Key = "a3f0a3f0a3f0a3f0b1c2b1c2b1c2b1c2";

    private static readonly IReadOnlyList<AssessmentScript> s_scripts =
        [.. StudentRoster.Invent(3, seed: 21).Select(student => AssessmentScript.For(student, 21))];

    private WebhookRecorder _webhook = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private VendorOptions Options => new() { Webhook = _webhook.Url, VerificationKey = Key };

    public async ValueTask InitializeAsync() => _webhook = await WebhookRecorder.StartAsync();

    public ValueTask DisposeAsync() => _webhook.DisposeAsync();

    [Fact]
    public async Task Every_event_is_posted_once_in_order_with_the_key_in_the_header()
    {
        var report = await Send(Options);

        Assert.Equal(s_scripts.SelectMany(s => s.Events).Select(e => Encoding.UTF8.GetString(VendorJson.Write(e))),
            _webhook.All.Select(r => r.Body));
        Assert.All(_webhook.All, r => Assert.Equal(
            ("POST", Key, "?tenant=a", "application/json"), (r.Method, r.KeyHeader, r.Query, r.ContentType)));
        Assert.Equal(report.Proper.Count(), report.Accepted);
        Assert.Equal(report.Requests, report.Statuses[200]);
    }

    [Theory]
    [InlineData(KeyPlacement.Query, "?tenant=a&VerificationKey=" + Key)]
    [InlineData(KeyPlacement.LowerCaseQuery, "?tenant=a&verificationkey=" + Key)]
    public async Task The_key_can_stand_in_the_query(KeyPlacement placement, string query)
    {
        await Send(Options with { KeyPlacement = placement });

        Assert.All(_webhook.All, r => Assert.Equal((query, ""), (r.Query, r.KeyHeader)));
    }

    [Fact]
    public async Task Format_and_content_type_are_chosen_for_each_event()
    {
        await Send(Options with
        {
            FormatOf = name => name == EventNames.SectionComplete ? BodyFormat.Xml : BodyFormat.Json,
            ContentTypeOf = name => name == EventNames.Created ? ContentTypeQuirk.None : ContentTypeQuirk.Swapped,
        });

        Assert.All(_webhook.All, r => Assert.Equal(
            r.Body.Contains("section-complete", StringComparison.Ordinal), r.Body.StartsWith("<?xml", StringComparison.Ordinal)));
        Assert.All(_webhook.All, r => Assert.Equal(
            r.Body.Contains("assessment.created", StringComparison.Ordinal) ? null
            : r.Body[0] == '<' ? "application/json" : "application/xml", r.ContentType));
    }

    [Fact]
    public async Task Copies_are_equal_and_a_shuffle_is_repeatable()
    {
        var first = await Send(Options with { Copies = 3, ShuffleSeed = 5 });
        var order = _webhook.All.Select(r => r.Body).ToList();
        _webhook.All.Clear();
        await Send(Options with { Copies = 3, ShuffleSeed = 5 });

        Assert.Equal(order, _webhook.All.Select(r => r.Body));
        Assert.All(order.CountBy(body => body), body => Assert.Equal(3, body.Value));
        Assert.NotEqual(order.Order(StringComparer.Ordinal), order);
        Assert.Equal(s_scripts.Sum(s => s.Events.Count) * 3, first.Accepted);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(307)]
    [InlineData(401)]
    [InlineData(503)]
    public async Task Anything_but_200_is_sent_again(int status)
    {
        _webhook.Answer = (_, count) => count <= 5 ? status : 200;

        var report = await Send(Options with { Retries = RetrySchedule.Immediate });

        Assert.Equal(0, report.Discarded);
        Assert.Equal(5, report.Statuses[status]);
        Assert.Equal(report.Proper.Count() + 5, report.Requests);
    }

    [Fact]
    public async Task A_silent_webhook_is_left_after_ten_seconds_and_events_are_discarded_after_192_attempts()
    {
        using var clock = new WatchedTime();
        using var handler = new SilentThenRefusing(clock);
        using var simulator = new VendorSimulator(Options with { Clock = clock }, handler);
        var script = s_scripts[0] with { Events = [s_scripts[0].Events[0]] };

        var run = simulator.SendAsync([script], Stop);
        await handler.FirstRequest.WaitAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(10));
        for (var attempt = 1; attempt < 192; attempt++)
        {
            await clock.RetryScheduled.WaitAsync(Stop);
            clock.Advance(TimeSpan.FromMinutes(15));
        }

        var report = await run.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        var attempts = report.Deliveries.Single().Attempts;
        Assert.Equal(192, attempts.Count);
        Assert.Equal(("timeout", TimeSpan.FromSeconds(10)), (attempts[0].Failure, attempts[0].Took));
        Assert.Equal(1, report.Discarded);
    }

    [Fact]
    public async Task Bad_events_are_sent_once_each_between_the_others()
    {
        _webhook.Answer = (r, _) => r.KeyHeader == Key ? 200 : 401;

        var report = await Send(Options with { BadEvents = Enum.GetValues<BadEvent>() });

        var bad = report.Bad.ToDictionary(d => d.Bad!.Value);
        Assert.Equal(Enum.GetValues<BadEvent>().Length, bad.Count);
        Assert.All(bad.Values, delivery => Assert.Single(delivery.Attempts));
        Assert.All(bad, b => Assert.Equal(
            b.Key is BadEvent.WrongKey or BadEvent.MissingKey or BadEvent.UnreplacedKeyToken ? 401 : 200,
            b.Value.Attempts[0].Status));
        Assert.Contains(_webhook.All, r => r.Body.Length == 0);
        Assert.Contains(_webhook.All, r => r.KeyHeader == "{VerificationKey}");
        Assert.Contains(_webhook.All, r => r.Body.Contains("<!DOCTYPE", StringComparison.Ordinal));
        Assert.Equal(report.Proper.Count(), report.Accepted);
    }

    [Fact]
    public async Task A_webhook_that_is_not_there_is_reported_without_its_address()
    {
        using var simulator = new VendorSimulator(Options with
        {
            Webhook = new Uri("http://127.0.0.1:1/hook"), KeyPlacement = KeyPlacement.Query, Retries = RetrySchedule.Never,
        });

        var report = await simulator.SendAsync(s_scripts, Stop);

        Assert.Equal(0, report.Accepted);
        Assert.All(report.Deliveries, d => Assert.Equal("ConnectionError", d.Attempts.Single().Failure));
    }

    private static async Task<VendorReport> Send(VendorOptions options)
    {
        using var simulator = new VendorSimulator(options);
        return await simulator.SendAsync(s_scripts, Stop);
    }

    /// <summary>Tells when the simulator has begun to wait for its next attempt.</summary>
    private sealed class WatchedTime : FakeTimeProvider, IDisposable
    {
        public SemaphoreSlim RetryScheduled { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == TimeSpan.FromMinutes(15))
                RetryScheduled.Release();

            return timer;
        }

        public void Dispose() => RetryScheduled.Dispose();
    }

    private sealed class SilentThenRefusing(WatchedTime clock) : HttpMessageHandler
    {
        private int _requests;

        public SemaphoreSlim FirstRequest { get; } = new(0);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _requests) == 1)
            {
                FirstRequest.Release();
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
            }

            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }
    }
}
