using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Hosting;

/// <summary>The core's workers over a real SQLite file, with handlers and destinations given by the test.</summary>
internal sealed class RunningConnector : IAsyncDisposable
{
    /// <summary>When it starts, in virtual time.</summary>
    public static readonly DateTimeOffset Start = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smc-core-");
    private readonly IHost _host;
    private int _accepted;

    private RunningConnector(
        HandlerTable handlers, IReadOnlyCollection<IDestinationType> types, params (string Key, string Value)[] settings)
    {
        Time.SetUtcNow(Start);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SmarterMeasure:VerificationKeys:0:Key"] = "key",
            ["SmarterMeasure:Inbox:ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "inbox.db")}",
        });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create("SmarterMeasure:" + setting.Key, (string?)setting.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        builder.Services.AddSingleton<TimeProvider>(Time);
        foreach (var type in types)
            builder.Services.AddSingleton(type);
        builder.Services.AddSmarterMeasureCore().AddDispatcher(handlers).UseSqliteInbox();
        _host = builder.Build();
    }

    public FakeTimeProvider Time { get; } = new();

    public LogLines Logs { get; } = new();

    private IInbox Inbox => _host.Services.GetRequiredService<IInbox>();

    private ILedger Ledger => _host.Services.GetRequiredService<ILedger>();

    public static async Task<RunningConnector> StartAsync(
        HandlerTable handlers, IReadOnlyCollection<IDestinationType> types, params (string Key, string Value)[] settings)
    {
        var connector = new RunningConnector(handlers, types, settings);
        await connector._host.StartAsync(TestContext.Current.CancellationToken);
        return connector;
    }

    public static Task<RunningConnector> StartAsync(HandlerTable handlers, params (string Key, string Value)[] settings) =>
        StartAsync(handlers, [], settings);

    /// <summary>One of its parts.</summary>
    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Puts an event into the inbox as the receiver does.</summary>
    public Task<Acceptance> AcceptAsync(
        string @event, string user = "7001", DateTimeOffset? occurredAt = null, string? callbackId = null)
    {
        callbackId ??= $"{Interlocked.Increment(ref _accepted):x32}";
        var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes($$"""{"callback_id":"{{callbackId}}"}"""));
        var envelope = new Envelope
        {
            CallbackId = callbackId,
            Event = @event,
            UserId = user,
            Format = PayloadFormat.Json,
            OccurredAt = occurredAt,
        };
        return Inbox.AcceptAsync(
            new ReceivedEvent(envelope, body, body.ComputeHash(), Time.GetUtcNow()), TestContext.Current.CancellationToken);
    }

    public Task<List<EventSummary>> EventsAsync() =>
        _host.Services.GetRequiredService<IInboxOperations>()
            .ListAsync(EventFilter.All, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken).AsTask();

    public Task<List<DeliverySummary>> DeliveriesAsync() =>
        _host.Services.GetRequiredService<ILedgerOperations>()
            .ListAsync(DeliveryFilter.All, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken).AsTask();

    /// <summary>The deliveries with all that the store has of them.</summary>
    public Task<List<StoredDelivery>> StoredDeliveriesAsync() =>
        _host.Services.GetRequiredService<ILedgerOperations>()
            .ReadAsync(DeliveryFilter.All, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken).AsTask();

    /// <summary>Lets virtual time pass in steps until the events are as wanted.</summary>
    public Task<List<EventSummary>> UntilEventsAsync(Func<List<EventSummary>, bool> wanted, TimeSpan? step = null) =>
        UntilAsync(EventsAsync, wanted, step ?? TimeSpan.FromSeconds(1));

    /// <summary>Lets virtual time pass in steps until the deliveries are as wanted.</summary>
    public Task<List<DeliverySummary>> UntilDeliveriesAsync(
        Func<List<DeliverySummary>, bool> wanted, TimeSpan? step = null) =>
        UntilAsync(DeliveriesAsync, wanted, step ?? TimeSpan.FromSeconds(1));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<List<T>> UntilAsync<T>(Func<Task<List<T>>> look, Func<List<T>, bool> wanted, TimeSpan step)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var found = await look();
            if (wanted(found))
                return found;

            Assert.False(limit.IsCancellationRequested, "It did not come so far: " + string.Join("; ", found));
            Time.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TestContext.Current.CancellationToken);
        }
    }
}
