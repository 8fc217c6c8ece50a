using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>
/// A whole connector on a SQLite file with one destination, in the school's time: time goes on when nothing is under way, to
/// the moment at which something is due.
/// </summary>
internal sealed class VirtualConnector : IAsyncDisposable
{
    /// <summary>How often the workers look for work: one of them sends, the other handles events.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private const int Workers = 2;
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);
    private const int Still = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = NewFolder();
    private readonly School _school;
    private IHost _host;
    private int _seeds;

    private VirtualConnector(School school, IReadOnlyList<SectionResult> results)
    {
        _school = school;
        _host = Build(results);
    }

    private IHost Build(IReadOnlyList<SectionResult> results)
    {
        var school = _school;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["VerificationKeys:0:Key"] = "canary-key-0c6de1a4b7",
            ["Inbox:ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "connector.db")}",
        };
        foreach (var (key, value) in school.Settings)
            values["Destinations:target:" + key] = value;

        builder.Configuration.AddInMemoryCollection(
            values.Select(pair => KeyValuePair.Create("SmarterMeasure:" + pair.Key, pair.Value)));
        builder.Services.AddSingleton<TimeProvider>(school.Clock);
        builder.Services.AddSmarterMeasureCore().UseSqliteInbox().AddAllTargets();
        builder.Services.AddHostedService(services =>
            new Seeding(services.GetRequiredService<IInbox>(), school.Clock, results, _seeds++));
        return builder.Build();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a connector whose ledger holds a delivery for each result.</summary>
    public static async Task<VirtualConnector> StartAsync(School school, IReadOnlyList<SectionResult> results)
    {
        var connector = new VirtualConnector(school, results);
        await connector._host.StartAsync(Cancel);
        return connector;
    }

    public async Task<List<StoredDelivery>> DeliveriesAsync() =>
        await _host.Services.GetRequiredService<ILedgerOperations>().ReadAsync(DeliveryFilter.All, Cancel).ToListAsync(Cancel);

    /// <summary>Waits, without letting time go on, until every delivery is as asked.</summary>
    public async Task UntilAsync(Predicate<StoredDelivery> isSo)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!(await DeliveriesAsync()).TrueForAll(isSo))
            await Task.Delay(1, patience.Token);
    }

    /// <summary>What the first delivery would send.</summary>
    public async Task<DeliveryOutcome?> ForeseeAsync(CancellationToken cancel)
    {
        var row = (await DeliveriesAsync())[0];
        var delivery = new Delivery
        {
            Id = row.Id,
            CallbackId = row.CallbackId,
            Destination = row.Destination,
            Operation = row.Operation,
            Attempt = 1,
            Failures = 0,
            Result = row.Result!,
        };
        return await _host.Services.GetRequiredService<SettingsSource>().Destinations["target"].ForeseeAsync(delivery, cancel);
    }

    /// <summary>Stops, and starts again with a delivery for each of these results besides.</summary>
    public async Task RestartAsync(IReadOnlyList<SectionResult> results)
    {
        await _host.StopAsync(Cancel);
        _host.Dispose();
        _host = Build(results);
        await _host.StartAsync(Cancel);
    }

    /// <summary>Lets time go on until every delivery was tried so often, or came to its end.</summary>
    public Task TryAsync(int attempts, TimeSpan atMost) =>
        PassAsync(atMost, row => row.DueAt is not null && row.Attempts < attempts, mustEnd: false);

    /// <summary>Lets time go on to just before a delivery is due.</summary>
    public async Task ApproachAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        await RestAsync(patience.Token);
        var now = _school.Clock.GetUtcNow();
        var due = (await DeliveriesAsync()).Where(row => row.DueAt > now).Select(row => row.DueAt!.Value).ToList();
        if (due.Count == 0)
            return;

        _school.Clock.GoTo(due.Min() - s_tick);
        await RestAsync(patience.Token);
    }

    /// <summary>Lets time go on until every delivery came to its end.</summary>
    public Task DrainAsync(TimeSpan atMost) => PassAsync(atMost, static row => row.DueAt is not null, mustEnd: true);

    /// <summary>Lets time go on, straight from one moment at which something is due to the next.</summary>
    public Task WaitAsync(TimeSpan time) => PassAsync(time, static _ => true, mustEnd: false);

    public async ValueTask DisposeAsync()
    {
        _school.Faults.Clear();
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task PassAsync(TimeSpan atMost, Predicate<StoredDelivery> goesOn, bool mustEnd)
    {
        var clock = _school.Clock;
        var end = clock.GetUtcNow() + atMost;
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            await RestAsync(patience.Token);
            var rows = await DeliveriesAsync();
            if (!rows.Exists(goesOn))
                return;

            var now = clock.GetUtcNow();
            if (now >= end)
            {
                Assert.False(mustEnd, $"After {atMost}: " + string.Join(", ", rows
                    .CountBy(row => $"{row.State} {row.Reason}").Select(count => $"{count.Value} x {count.Key}")));
                return;
            }

            var isHeldBack = rows.Exists(row => row.DueAt <= now);
            var next = rows.Where(row => row.DueAt > now).Select(row => row.DueAt!.Value + s_tick)
                .DefaultIfEmpty(isHeldBack ? now + s_step : end).Append(end).Min();
            if (mustEnd && isHeldBack)
                await CreepAsync(next, patience.Token);
            else
                clock.GoTo(next);
        }
    }

    /// <summary>
    /// Goes through the time for which the target rests, although something is due, and looks in its beginning, after a half and
    /// after three quarters of it: a rest that ends too early shows.
    /// </summary>
    private async Task CreepAsync(DateTimeOffset until, CancellationToken patience)
    {
        var clock = _school.Clock;
        var calls = _school.RequestCount;
        var (from, rest) = (clock.GetUtcNow(), until - clock.GetUtcNow());
        foreach (var look in (TimeSpan[])[s_step, rest / 2, rest * 0.75, rest])
        {
            if (look > rest || from + look <= clock.GetUtcNow())
                continue;

            clock.GoTo(from + look);
            await RestAsync(patience);
            if (_school.RequestCount != calls)
                return;
        }
    }

    /// <summary>Waits until nothing is under way and the workers wait for the time to go on.</summary>
    private async Task RestAsync(CancellationToken patience)
    {
        var clock = _school.Clock;
        var (calls, still) = (0L, 0);
        while (true)
        {
            var changed = clock.Changed;
            if (clock.CountWaiting(s_poll) == Workers && !await IsSendingBesideAsync() && !changed.IsCompleted)
                return;

            // Until the answer is there; the real network takes real time. One that is held does not come: when nothing else
            // has moved for a while, time goes on.
            await Task.WhenAny(changed, Task.Delay(s_tick, patience));
            patience.ThrowIfCancellationRequested();
            still = _school.Faults.Held > 0 && _school.RequestCount == calls ? still + 1 : 0;
            calls = _school.RequestCount;
            if (still < Still)
                continue;

            clock.GoTo(clock.FirstOver(s_poll));
            still = 0;
        }
    }

    /// <summary>Whether something is sent while the worker waits for more, as it does where it sends several at a time.</summary>
    private async Task<bool> IsSendingBesideAsync() =>
        _school.Concurrency > 1 && (await DeliveriesAsync()).Exists(row => row.State == DeliveryState.Sending);

    // In memory where the system offers it: every step of the time is a commit, and that a commit lasts is tested elsewhere.
    private static DirectoryInfo NewFolder() => Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/targets-{Guid.NewGuid():N}")
        : Directory.CreateTempSubdirectory("targets-");

    /// <summary>Puts the deliveries into the ledger after the store was opened and before the workers work.</summary>
    private sealed class Seeding(
        IInbox inbox, TimeProvider clock, IReadOnlyList<SectionResult> results, int number) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes($$"""{"seed":{{number}}}"""));
            var envelope = new Envelope
            {
                CallbackId = $"seed-{number}",
                Event = SmarterMeasureEvents.SectionComplete,
                UserId = "1",
                Format = PayloadFormat.Json,
            };
            await inbox.AcceptAsync(new ReceivedEvent(envelope, body, body.ComputeHash(), clock.GetUtcNow()), cancellationToken);
            var leased = await inbox.LeaseAsync(1, TimeSpan.FromMinutes(1), cancellationToken);
            await inbox.CompleteAsync(leased[0], [.. results.Select(New)], cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private static NewDelivery New(SectionResult result)
        {
            var subject = $"section-result:{result.Student.UserId}:{result.Section}";
            return new NewDelivery
            {
                Destination = "target",
                Subject = subject,
                Operation = $"{subject}:{result.ScoredAt:O}",
                Version = result.ScoredAt!.Value,
                Result = result,
            };
        }
    }
}
