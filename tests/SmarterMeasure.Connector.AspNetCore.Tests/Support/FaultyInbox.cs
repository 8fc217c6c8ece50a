using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.AspNetCore.Tests.Support;

/// <summary>Stands in front of the real inbox and fails on demand, which a healthy disk does not.</summary>
/// <param name="before">What happens before an event is stored.</param>
internal sealed class FaultyInbox(Func<CancellationToken, Task> before) : IInbox
{
    /// <summary>What happens before an event is stored.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = before;

    /// <summary>The real inbox.</summary>
    public IInbox? Inner { get; set; }

    public Task OpenAsync(CancellationToken cancel) => Inner!.OpenAsync(cancel);

    public Task TakeOverAsync(CancellationToken cancel) => Inner!.TakeOverAsync(cancel);

    public Task<bool> GiveBackAsync(
        LeasedEvent leased, string reason, DateTimeOffset dueAt, CancellationToken cancel) =>
        Inner!.GiveBackAsync(leased, reason, dueAt, cancel);

    public async Task<Acceptance> AcceptAsync(ReceivedEvent received, CancellationToken cancel)
    {
        try
        {
            await Before(cancel);
        }
        catch
        {
            received.Body.Dispose();
            throw;
        }

        return await Inner!.AcceptAsync(received, cancel);
    }

    public Task<IReadOnlyList<LeasedEvent>> LeaseAsync(int max, TimeSpan lease, CancellationToken cancel) =>
        Inner!.LeaseAsync(max, lease, cancel);

    public Task<bool> CompleteAsync(
        LeasedEvent leased, IReadOnlyList<NewDelivery> deliveries, CancellationToken cancel) =>
        Inner!.CompleteAsync(leased, deliveries, cancel);

    public Task<bool> ReleaseAsync(
        LeasedEvent leased, EventState state, string reason, DateTimeOffset dueAt, CancellationToken cancel) =>
        Inner!.ReleaseAsync(leased, state, reason, dueAt, cancel);

    public Task WaitForWorkAsync(TimeSpan atMost, CancellationToken cancel) => Inner!.WaitForWorkAsync(atMost, cancel);
}
