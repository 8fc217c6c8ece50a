using System.Collections.Concurrent;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>A ledger of which only claims are made: it answers what the test says, and keeps what was claimed.</summary>
internal sealed class ScriptedLedger : ILedger
{
    /// <summary>The claims, as in <c>1 at account</c>.</summary>
    public ConcurrentQueue<string> Claims { get; } = new();

    /// <summary>Answers a claim; by default it goes ahead.</summary>
    public Func<Delivery, AccountClaim> Answer { get; set; } = _ => AccountClaim.GoAhead;

    public Task<AccountClaim> ClaimAsync(Delivery delivery, string account, CancellationToken cancel)
    {
        Claims.Enqueue($"{delivery.Id} at {account}");
        return Task.FromResult(Answer(delivery));
    }

    public Task<IReadOnlyList<Delivery>> LeaseAsync(string destination, int max, TimeSpan lease, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<bool> SettleAsync(Delivery delivery, Settlement settlement, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task WaitForWorkAsync(string destination, TimeSpan atMost, CancellationToken cancel) => throw new NotSupportedException();
}
