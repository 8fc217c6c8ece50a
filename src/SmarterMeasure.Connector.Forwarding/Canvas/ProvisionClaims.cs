using System.Globalization;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>A claim, or why it was not to be had.</summary>
/// <param name="Name">What is claimed.</param>
/// <param name="Value">What stands in the store for it.</param>
/// <param name="Refusal">What follows for the delivery; null for a claim that was taken.</param>
internal readonly record struct ProvisionClaim(string Name, string Value, DeliveryOutcome? Refusal);

/// <summary>
/// Lets one node at a time make a thing at a target that takes it twice. A claim outlives the request by far: whatever an answer
/// that was lost had begun is there to be seen when the next claim is taken.
/// </summary>
/// <param name="scope">The destination and the place in which the names count.</param>
/// <param name="store">Shared by all nodes; looked up at its first use, because it is made from settings that name the destinations.</param>
/// <param name="clock">The time.</param>
internal sealed class ProvisionClaims(string scope, Func<ISharedValues> store, TimeProvider clock)
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    /// <summary>Takes the claim, unless another has it.</summary>
    public async Task<ProvisionClaim> TakeAsync(string thing, CancellationToken cancel)
    {
        var name = $"provision:{scope}:{thing}";
        try
        {
            var now = clock.GetUtcNow();
            var there = await store().ReadAsync(name, cancel);
            if (there is not null && Until(there) > now)
                return Refused(name, Until(there) - now);

            // The tail keeps two nodes that ask at the same tick apart.
            var value = $"{(now + Hold).ToString("O", CultureInfo.InvariantCulture)} {Guid.NewGuid():N}";
            return await store().ReplaceAsync(name, there, value, cancel)
                ? new ProvisionClaim(name, value, null)
                : Refused(name, Glance);
        }
        catch (StoreUnavailableException)
        {
            return new ProvisionClaim(name, "", DeliveryOutcome.Pause("store_unavailable", Glance));
        }
    }

    /// <summary>Gives a claim back under which certainly nothing was made.</summary>
    public async Task ReleaseAsync(ProvisionClaim claim)
    {
        try
        {
            await store().ReplaceAsync(
                claim.Name, claim.Value, clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It ends by itself.
        }
    }

    // Who has it is about to be done: the thing is looked for again soon.
    private static ProvisionClaim Refused(string name, TimeSpan left) =>
        new(name, "", DeliveryOutcome.Pause("canvas_assignment_being_made", left < Glance ? left : Glance));

    private static DateTimeOffset Until(string value) =>
        DateTimeOffset.TryParse(value.Split(' ')[0], CultureInfo.InvariantCulture, out var until) ? until : default;
}
