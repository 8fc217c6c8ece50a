using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.Tests.Hosting;

/// <summary>When events go whose retention has ended.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_came_to_its_end_is_removed_when_its_retention_ends()
    {
        await using var connector = await RunningConnector.StartAsync(new HandlerTable(), ("Retention:Days", "3"));
        await connector.AcceptAsync(SmarterMeasureEvents.Created);
        await connector.UntilEventsAsync(events => events is [{ State: EventState.Handled }]);
        var accepted = connector.Time.GetUtcNow();

        await connector.UntilEventsAsync(events => events.Count == 0, step: Hour);

        Assert.InRange(connector.Time.GetUtcNow() - accepted, TimeSpan.FromDays(3), TimeSpan.FromDays(5));
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_removes_nothing_until_it_has_stood_for_an_hour()
    {
        var (clock, retention) = (new JumpingClock(), new RecordingRetention());
        using var host = Build(clock, retention);
        await host.StartAsync(TestContext.Current.CancellationToken);
        await clock.PassAsync(Hour);
        await retention.UntilAsync(passes: 1);

        await clock.PassAsync(Hour, jump: TimeSpan.FromDays(40));
        await clock.PassAsync(Hour);
        await retention.UntilAsync(passes: 2);

        // Of three hours, the one in which the clock was set had no pass.
        Assert.Equal(2, retention.Passes);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Build(TimeProvider clock, IRetention retention)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["SmarterMeasure:VerificationKeys:0:Key"] = "key" });
        builder.Services.AddSingleton(clock).AddSingleton(retention).AddSingleton<SettingsSource>();
        builder.Services.AddSingleton(new StoreProvider("Sqlite")).AddHostedService<RetentionWorker>();
        return builder.Build();
    }

    /// <summary>A wall clock that can be set; timers and time stamps do not notice.</summary>
    private sealed class JumpingClock : FakeTimeProvider
    {
        private readonly Channel<bool> _timers = Channel.CreateUnbounded<bool>();

        private TimeSpan _jump;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _jump;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(true);
            return timer;
        }

        /// <summary>Lets time pass once somebody waits for it, and sets the clock meanwhile.</summary>
        public async Task PassAsync(TimeSpan time, TimeSpan jump = default)
        {
            await _timers.Reader.ReadAsync(TestContext.Current.CancellationToken);
            _jump += jump;
            Advance(time);
        }
    }

    private sealed class RecordingRetention : IRetention
    {
        private readonly Channel<bool> _passed = Channel.CreateUnbounded<bool>();
        private int _waited;

        public int Passes { get; private set; }

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancel)
        {
            Passes++;
            _passed.Writer.TryWrite(true);
            return Task.FromResult(0);
        }

        public Task<Erasure> EraseAsync(string userId, CancellationToken cancel) => Task.FromResult(new Erasure(0, 0));

        public async Task UntilAsync(int passes)
        {
            for (; _waited < passes; _waited++)
                await _passed.Reader.ReadAsync(TestContext.Current.CancellationToken);
        }
    }
}
