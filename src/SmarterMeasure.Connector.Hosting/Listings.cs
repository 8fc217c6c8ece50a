using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting;

/// <summary>The listings of inbox and ledger, as one JSON array or as lines for the eye. Nothing personal is in them.</summary>
internal static class Listings
{
    public static async Task<int> EventsAsync(
        IServiceProvider services, bool json, TextWriter output, CancellationToken cancel)
    {
        var events = services.GetRequiredService<IInboxOperations>().ListAsync(EventFilter.All, cancel);
        if (json)
            await JsonArray.WriteAsync(output, events, ListingJson.Default.EventSummary, cancel);
        else
            await foreach (var one in events)
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.ReceivedAt:u}  {StateName(one.State),-11} {one.DeliveryCount,3}x  {one.Event ?? "-",-28} user {one.UserId ?? "-",-10} {one.CallbackId ?? "-"}  {one.Reason}")
                    .TrimEnd());
        return ExitCodes.Ok;
    }

    public static async Task<int> DeliveriesAsync(
        IServiceProvider services, bool json, TextWriter output, CancellationToken cancel)
    {
        var deliveries = services.GetRequiredService<ILedgerOperations>().ListAsync(DeliveryFilter.All, cancel);
        if (json)
            await JsonArray.WriteAsync(output, deliveries, ListingJson.Default.DeliverySummary, cancel);
        else
            await foreach (var one in deliveries)
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Id,6}  {StateName(one.State),-11} {one.Attempts,3} tries  {one.Destination,-12} {one.Operation}  {one.Reason}")
                    .TrimEnd());
        return ExitCodes.Ok;
    }

    private static string StateName<TState>(TState state)
        where TState : struct, Enum => state.ToString().ToLowerInvariant();
}
