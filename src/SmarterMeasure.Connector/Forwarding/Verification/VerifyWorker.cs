using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// Reads back what was delivered, destination after destination, <c>Verify:Every</c> after the end of the last run. Idle where
/// that is not configured. Nodes that share a store take turns.
/// </summary>
internal sealed partial class VerifyWorker(
    IServiceProvider services,
    SettingsSource settings,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<VerifyWorker> log) : Worker(lifetime)
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>After how long without a sign of life a run counts as broken off.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private Counter<long>? _differences;

    protected override async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var (name, destination) in settings.Destinations)
            {
                if (settings.Current.Verify.Every is { } every && destination is IVerifiableDestination verifiable)
                    await GuardAsync(name, () => VerifyAsync(name, verifiable, every, stop), stop);
            }

            await Task.Delay(Look, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task VerifyAsync(string name, IVerifiableDestination destination, TimeSpan every, CancellationToken stop)
    {
        // Asked for here, because only those who verify need them.
        var run = services.GetRequiredService<VerifyRun>();
        _differences ??= services.GetRequiredService<IMeterFactory>().Create("SmarterMeasure.Connector").CreateCounter<long>(
            "smartermeasure.verify.differences", "{result}", "Delivered results that no longer stand at their destination.");

        if (await run.LastAsync(name, stop) is { } last && time.GetUtcNow() - last.WrittenAt < (last.IsOver ? every : Patience))
            return;

        var watch = new VerifyWatch { Stepped = step => Count(name, step), Waits = (reason, wait) => LogWaits(name, reason, wait) };
        var report = await run.RunAsync(new VerifyRun.Order(name), destination, watch, stop);
        if (report.IsAllSame)
            LogSame(name, report.Compared);
        else
            LogDifferences(
                name, report.Compared, report.Changed, report.Missing, report.OtherStudent, report.Unknown,
                string.Join(", ", report.Faults.Select(fault => $"{fault.Section}: {fault.Reason}").DefaultIfEmpty("none")));
    }

    private void Count(string destination, VerifyStep step)
    {
        foreach (var kind in step.Differences.CountBy(difference => difference.Kind))
        {
            _differences!.Add(
                kind.Value,
                new KeyValuePair<string, object?>("destination", destination),
                new KeyValuePair<string, object?>("kind", WordOf(kind.Key)));
        }
    }

    private async Task GuardAsync(string name, Func<Task> verify, CancellationToken stop)
    {
        try
        {
            await verify();
        }
        catch (VerifyInterruptedException interrupted)
        {
            LogInterrupted(name, interrupted.Reason);
        }
        catch (StoreUnavailableException failure)
        {
            LogInterrupted(name, failure.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next process goes on.
        }
#pragma warning disable CA1031 // Whatever failed, the cursor stands where it stood; a message may be personal.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogInterrupted(name, failure.GetType().FullName ?? "unknown");
        }
    }

    private static string WordOf(StandingKind kind) => kind switch
    {
        StandingKind.Changed => "changed",
        StandingKind.Missing => "missing",
        StandingKind.OtherStudent => "other_student",
        _ => "unknown",
    };

    [LoggerMessage(1, LogLevel.Warning,
        "{Destination}: of {Compared} delivered results {Changed} were changed since, {Missing} are missing, {OtherStudent} stand with "
        + "another student, and of {Unknown} it cannot be told; sections that could not be compared: {Faults}. The verb verify lists them")]
    private partial void LogDifferences(
        string destination, long compared, long changed, long missing, long otherStudent, long unknown, string faults);

    [LoggerMessage(2, LogLevel.Information, "{Destination}: all {Compared} delivered results stand")]
    private partial void LogSame(string destination, long compared);

    [LoggerMessage(3, LogLevel.Warning, "{Destination}: reading back was interrupted ({Reason}); it goes on later where it was")]
    private partial void LogInterrupted(string destination, string reason);

    [LoggerMessage(4, LogLevel.Information, "{Destination}: reading back waits {Wait}: {Reason}")]
    private partial void LogWaits(string destination, string reason, TimeSpan wait);
}
