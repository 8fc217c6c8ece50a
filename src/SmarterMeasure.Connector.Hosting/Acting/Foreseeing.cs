using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>Asks destinations what an attempt would come to, and what it would send.</summary>
internal sealed class Foreseeing(SettingsSource settings, Refetch refetch, TimeProvider time)
{
    private readonly Dictionary<string, PreflightReport> _preflights = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes one of an application's parts.</summary>
    public static Foreseeing Over(IServiceProvider services) => new(
        services.GetRequiredService<SettingsSource>(),
        services.GetRequiredService<Refetch>(),
        services.GetRequiredService<TimeProvider>());

    /// <summary>Goes through the next attempt at a stored delivery without making it.</summary>
    public async Task<ForeseenDelivery> ForeseeAsync(StoredDelivery stored, Outcome outcome, CancellationToken cancel) =>
        ForeseenDelivery.On(stored, outcome, await TryAsync(DeliveryOf(stored), cancel));

    /// <summary>Goes through the first attempt at a delivery that a handler has pushed.</summary>
    public async Task<ForeseenDelivery> ForeseeAsync(
        string callbackId, NewDelivery pushed, DeliveryPlace place, CancellationToken cancel)
    {
        var attempt = await TryAsync(DeliveryOf(callbackId, pushed, place), cancel);
        return ForeseenDelivery.On(callbackId, pushed, Outcome.Queued, attempt, place.Before);
    }

    private async Task<DeliveryOutcome?> TryAsync(Delivery delivery, CancellationToken cancel)
    {
        if (!settings.Destinations.TryGetValue(delivery.Destination, out var destination))
            return DeliveryOutcome.Retry("unknown_destination");

        using var timer = new CancellationTokenSource(settings.Current.Forwarding.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        try
        {
            var rule = settings.Current.RuleOf(delivery.Destination);
            if (rule.Refetches)
            {
                var (refetched, outcome) = await refetch.RunAsync(delivery, either.Token);
                if (refetched is null)
                    return outcome;

                delivery = refetched;
            }

            var preflight = await PreflightAsync(delivery.Destination, destination, either.Token);
            var foreseen = preflight.UnfitFor(delivery.Result.Section) is { } unfit
                ? unfit.ToOutcome()
                : await destination.ForeseeAsync(delivery, either.Token);
            return rule.IsShadow ? DeliveryOutcome.InShadow(foreseen) : foreseen;
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return DeliveryOutcome.Retry("timeout");
        }
#pragma warning disable CA1031 // One destination's fault must not hide what becomes of the others; its message may be personal.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return DeliveryOutcome.Retry($"unexpected: {failure.GetType().FullName}");
        }
    }

    // Once for all deliveries to it.
    private async Task<PreflightReport> PreflightAsync(string name, IDestination destination, CancellationToken cancel) =>
        _preflights.TryGetValue(name, out var known) ? known : _preflights[name] = await destination.PreflightAsync(cancel);

    private static Delivery DeliveryOf(StoredDelivery stored) => new()
    {
        Id = stored.Id,
        CallbackId = stored.CallbackId,
        Destination = stored.Destination,
        Operation = stored.Operation,
        Attempt = stored.Attempts + 1,
        Failures = stored.Failures,
        Result = stored.Result!,
        RemoteId = stored.RemoteId,
        MappedTo = stored.MappedTo,
    };

    private static Delivery DeliveryOf(string callbackId, NewDelivery pushed, DeliveryPlace place) => new()
    {
        Id = 0,
        CallbackId = callbackId,
        Destination = pushed.Destination,
        Operation = pushed.Operation,
        Attempt = 1,
        Failures = 0,
        Result = pushed.Result,
        MappedTo = place.MappedTo,
    };
}
