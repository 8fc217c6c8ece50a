using System.Collections.Concurrent;
using FakeCampus.Vendor;
using FakeCampus.VendorApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Api.Reconciling;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.Api.Tests;

/// <summary>
/// A connector with a real store, generated handlers and the API client, beside a stub of the vendor's API that knows what the
/// simulator's students do; the clock stands when all of them are through.
/// </summary>
internal sealed class School : IAsyncDisposable
{
    public const string Secret = "canary-secret-77b0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smc-api-");
    private readonly IHost _host;

    private School(
        IReadOnlyList<AssessmentScript> scripts, VendorApiStub api, FakeTimeProvider time, (string Key, string Value)[] settings)
    {
        (Scripts, Api, Time) = (scripts, api, time);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SmarterMeasure:VerificationKeys:0:Key"] = "key",
            ["SmarterMeasure:Inbox:ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "inbox.db")}",
            ["SmarterMeasure:Api:BaseUrl"] = new Uri(api.BaseUrl, "v3").ToString(),
            ["SmarterMeasure:Api:AccessKey"] = "access",
            ["SmarterMeasure:Api:Secret"] = Secret,
            ["SmarterMeasure:Api:PageSize"] = "7",
            // The limit passes by a clock that the tests wind on, and calls take real time.
            ["SmarterMeasure:Api:Timeout"] = "10m",
            ["SmarterMeasure:Destinations:school:Type"] = "Recording",
        });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create("SmarterMeasure:" + setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IDestinationType>(Destination);
        builder.Services.AddSingleton(Handled);
        builder.Services.AddSmarterMeasureCore().AddGeneratedHandlers().UseSqliteInbox().AddSmarterMeasureApi();
        // Only the tests reconcile.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(ReconcileWorker)));
        _host = builder.Build();
    }

    public IReadOnlyList<AssessmentScript> Scripts { get; }

    public VendorApiStub Api { get; }

    public FakeTimeProvider Time { get; }

    public RecordingType Destination { get; } = new();

    public HandledEvents Handled { get; } = new();

    public IServiceProvider Services => _host.Services;

    public Reconciliation Reconciliation => Services.GetRequiredService<Reconciliation>();

    /// <summary>All that the simulator's webhooks would tell, one after another.</summary>
    public IEnumerable<AssessmentEvent> Webhooks => Scripts.SelectMany(script => script.Events);

    /// <summary>When the first of them happens.</summary>
    public DateTimeOffset Begin => Webhooks.Min(one => one.DateUpdated);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<School> OpenAsync(int students, params (string Key, string Value)[] settings) =>
        OpenAsync(students, progress: 1, settings);

    /// <param name="students">How many there are.</param>
    /// <param name="progress">How much of what happens has happened when it opens: 0 to 1.</param>
    /// <param name="settings">What else is configured.</param>
    public static async Task<School> OpenAsync(
        int students, double progress, params (string Key, string Value)[] settings)
    {
        AssessmentScript[] scripts = [.. StudentRoster.Invent(students, seed: 11, withoutInternalId: 5).Select((student, number) =>
            AssessmentScript.For(student, seed: 500 + number, new AssessmentPlan
            {
                Ending = (AssessmentEnding)(number % 5 == 4 ? 1 + (number / 5 % 2) : 0),
                RescoresOneSection = number % 3 == 0,
            }))];
        var (begin, end) = (scripts.Min(script => script.Events[0].DateUpdated), scripts.Max(script => script.Events[^1].DateUpdated));
        var time = new FakeTimeProvider(progress < 1 ? begin + ((end - begin) * progress) : end.AddDays(1));
        var api = new VendorApiStub(VendorApiCampus.FromScripts(scripts), "access", Secret, time);
        await api.StartAsync(Cancel);
        var school = new School(scripts, api, time, settings);
        await school._host.StartAsync(Cancel);
        return school;
    }

    /// <summary>Lets a webhook come.</summary>
    public async Task<Acceptance> ReceiveAsync(AssessmentEvent webhook)
    {
        var body = PooledBody.CopyOf(VendorJson.Write(webhook));
        return await Services.GetRequiredService<IInbox>().AcceptAsync(
            new ReceivedEvent(EnvelopeReader.Read(body.Span), body, body.ComputeHash(), Time.GetUtcNow()), Cancel);
    }

    /// <summary>Waits until every event is handled and every delivery made.</summary>
    public async Task SettleAsync()
    {
        var (events, ledger) = (Services.GetRequiredService<IInboxOperations>(), Services.GetRequiredService<ILedgerOperations>());
        var waiting = new EventFilter { States = [EventState.Received, EventState.Handling, EventState.Retrying] };
        var unsent = new DeliveryFilter { States = [DeliveryState.Pending, DeliveryState.Sending, DeliveryState.Retrying] };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await events.ListAsync(waiting, Cancel).AnyAsync(Cancel) || await ledger.ListAsync(unsent, Cancel).AnyAsync(Cancel))
        {
            Assert.False(limit.IsCancellationRequested, "It does not settle.");
            Time.Advance(TimeSpan.FromMilliseconds(200)); // Slowly: time-outs pass by this clock, and calls take real time.
            await Task.Delay(TimeSpan.FromMilliseconds(2), Cancel);
        }
    }

    public async Task<List<EventSummary>> EventsAsync(EventFilter? filter = null) =>
        await Services.GetRequiredService<IInboxOperations>().ListAsync(filter ?? EventFilter.All, Cancel).ToListAsync(Cancel);

    public Task EraseAsync(string userId) => Services.GetRequiredService<IRetention>().EraseAsync(userId, Cancel);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        await Api.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>A target that keeps the newest result of each user and section, as an LMS does.</summary>
internal sealed class RecordingType : IDestinationType, IDestination
{
    private readonly ConcurrentDictionary<(string User, string Section), SectionResult> _state = [];
    private int _count;

    public string Type => "Recording";

    /// <summary>How many deliveries came.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>What stands there.</summary>
    public IReadOnlyDictionary<(string User, string Section), SectionResult> State => _state;

    public IDestination Create(
        string name, Configuration.SettingsSection section, Configuration.ConnectorSettings settings) => this;

    public bool Accepts(SectionResult result) => true;

    public Task<DeliveryOutcome> DeliverAsync(Ledger.Delivery delivery, CancellationToken cancel)
    {
        Interlocked.Increment(ref _count);
        _state[(delivery.Result.Student.UserId, delivery.Result.Section)] = delivery.Result;
        return Task.FromResult(DeliveryOutcome.Delivered);
    }
}

/// <summary>What the handlers were called with.</summary>
public sealed class HandledEvents
{
    private readonly ConcurrentQueue<string> _callbackIds = new();

    /// <summary>Whether handlers ask the API for the user's results.</summary>
    public bool AsksApi { get; set; }

    /// <summary>The callback ids, in the order of the calls.</summary>
    public IReadOnlyCollection<string> CallbackIds => _callbackIds;

    /// <summary>The composite scores that the API gave them.</summary>
    public ConcurrentQueue<decimal?> Scores { get; } = new();

    /// <summary>Notes a call.</summary>
    public void Note(string callbackId) => _callbackIds.Enqueue(callbackId);
}

/// <summary>The handlers of the tests' connector.</summary>
public sealed class Handlers(HandledEvents handled)
{
    /// <summary>Pushes a section's result.</summary>
    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
    public Push OnSection(SectionComplete e)
    {
        handled.Note(e.CallbackId);
        return Push.ToAll(SectionResult.From(e));
    }

    /// <summary>Pushes the completion, and asks the API what the event does not tell.</summary>
    [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
    public async Task<Push> OnCompletedAsync(AssessmentCompleted e, Dispatch.EventContext context, CancellationToken stop)
    {
        handled.Note(e.CallbackId);
        if (handled.AsksApi)
            handled.Scores.Enqueue((await context.GetResultsAsync(stop))!.CompositeScore);
        return Push.ToAll(SectionResult.From(e));
    }
}
