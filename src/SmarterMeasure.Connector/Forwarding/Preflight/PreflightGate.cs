using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>
/// Looks at one destination before the first write, and again every hour, and holds back what would be lost or distorted there.
/// For one worker: renewing is not for several threads, judging is.
/// </summary>
internal sealed partial class PreflightGate(
    string name, SettingsSource settings, DestinationPreflights preflights, TimeProvider time, ILogger log)
{
    /// <summary>How long what was found is good for.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How soon it looks again while something is unfit, or while it could not look.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(30);

    private IDestination? _destination;
    private long _lookedAt;
    private TimeSpan _goodFor;
    private volatile State _state = State.Unknown;

    /// <summary>Looks again if it is time to. A destination that a reload has replaced is another one.</summary>
    public async Task RenewAsync(IDestination destination, CancellationToken stop)
    {
        var isAnother = !ReferenceEquals(destination, _destination);
        if (!isAnother && time.GetElapsedTime(_lookedAt) < _goodFor)
            return;

        var report = await LookAsync(destination, stop);
        var known = isAnother ? null : _state.Report;
        (_destination, _lookedAt) = (destination, time.GetTimestamp());
        if (report.Failure is { } failure)
        {
            // What was found before still holds, as far as anybody knows. Without it, a look comes before the first write; and a
            // destination that asks for a rest gets it from the deliveries too.
            var pause = failure.Pauses ? failure.After.GetValueOrDefault() : FailurePause;
            var rests = known is null || failure.Pauses;
            _goodFor = rests ? Longer(pause, TimeSpan.FromSeconds(1)) : Recheck;
            _state = new State(known, rests ? DeliveryOutcome.Pause(failure.Reason!, pause) : null, time.GetUtcNow() + _goodFor);
            LogFailed(name, failure.Reason);
        }
        else
        {
            _goodFor = report.Items.Any(item => item.Verdict == PreflightVerdict.Unfit) ? Recheck : Interval;
            _state = new State(report, null, time.GetUtcNow() + _goodFor);
            LogChanges(known, report);
        }

        preflights.Set(name, report.Failure is null ? report : _state.Report ?? report);
    }

    /// <summary>What a delivery of a section comes to without being sent; null when it may be sent.</summary>
    public DeliveryOutcome? Judge(string section)
    {
        var state = _state;
        if (state.Failure is { } failure)
            return failure;
        if (state.Report?.UnfitFor(section) is not { } unfit)
            return null;

        // A moment after the next look, so that it is judged by that.
        var until = state.NextLook - time.GetUtcNow() + TimeSpan.FromSeconds(1);
        return unfit.ToOutcome(Longer(until, TimeSpan.FromSeconds(1)));
    }

    private async Task<PreflightReport> LookAsync(IDestination destination, CancellationToken stop)
    {
        var limit = settings.Current.Forwarding.AttemptTimeout;
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            return await destination.PreflightAsync(either.Token).WaitAsync(limit + FailurePause, time, stop);
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException && !stop.IsCancellationRequested)
        {
            return PreflightReport.Failed(DeliveryOutcome.Retry("preflight_timeout"));
        }
#pragma warning disable CA1031 // Whatever a destination throws, its deliveries are kept; a message may be personal.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return PreflightReport.Failed(DeliveryOutcome.Retry($"preflight_failed: {failure.GetType().FullName}"));
        }
    }

    // Once: what stays as it was is said no more.
    private void LogChanges(PreflightReport? before, PreflightReport now)
    {
        var known = before?.Items ?? [];
        foreach (var item in now.Items.Except(known))
        {
            if (item.Verdict == PreflightVerdict.Unfit)
                LogUnfit(name, item.Section ?? "all", item.Item, item.Code, item.Remedy);
            else if (item.Verdict == PreflightVerdict.Notice)
                LogNotice(name, item.Section ?? "all", item.Item, item.Code, item.Remedy);
        }

        foreach (var item in known.Where(item => item.Verdict == PreflightVerdict.Unfit).Except(now.Items))
            LogMended(name, item.Section ?? "all", item.Item, item.Code);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    [LoggerMessage(1, LogLevel.Warning, "{Destination}, section {Section}: {Item} is unfit ({Code}), its results wait. {Remedy}")]
    private partial void LogUnfit(string destination, string section, string item, string? code, string? remedy);

    [LoggerMessage(2, LogLevel.Information, "{Destination}, section {Section}: {Item} ({Code}). {Remedy}")]
    private partial void LogNotice(string destination, string section, string item, string? code, string? remedy);

    [LoggerMessage(3, LogLevel.Information, "{Destination}, section {Section}: {Item} is no longer unfit ({Code})")]
    private partial void LogMended(string destination, string section, string item, string? code);

    [LoggerMessage(4, LogLevel.Warning, "{Destination}: the preflight could not look: {Reason}")]
    private partial void LogFailed(string destination, string? reason);

    private sealed record State(PreflightReport? Report, DeliveryOutcome? Failure, DateTimeOffset NextLook)
    {
        public static State Unknown { get; } = new(null, null, default);
    }
}
