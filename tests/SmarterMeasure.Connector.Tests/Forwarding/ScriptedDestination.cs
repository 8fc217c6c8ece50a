using System.Collections.Concurrent;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>A destination that answers what the test says, and keeps what it was sent.</summary>
internal sealed class ScriptedDestination : IDestinationType, IDestination
{
    public string Type => "Scripted";

    public int Concurrency { get; set; } = 1;

    public Repetition Repetition { get; set; } = Repetition.SetsState;

    public ConcurrentQueue<Delivery> Sent { get; } = new();

    /// <summary>Answers an attempt; by default all is delivered.</summary>
    public Func<Delivery, CancellationToken, Task<DeliveryOutcome>> Answer { get; set; } =
        (_, _) => Task.FromResult(DeliveryOutcome.Delivered);

    /// <summary>What a preflight finds; by default that there is nothing to look at.</summary>
    public Func<PreflightReport> Preflight { get; set; } = () => PreflightReport.Nothing;

    public int Preflights { get; private set; }

    public IDestination Create(string name, SettingsSection section, ConnectorSettings settings) => this;

    public bool Accepts(SectionResult result) => result.Section != "Refused";

    public Task<PreflightReport> PreflightAsync(CancellationToken cancel)
    {
        Preflights++;
        return Task.FromResult(Preflight());
    }

    public Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel)
    {
        Sent.Enqueue(delivery);
        return Answer(delivery, cancel);
    }
}
