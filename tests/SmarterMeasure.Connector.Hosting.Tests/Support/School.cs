using System.Collections.Concurrent;
using System.Text;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests.Support;

/// <summary>A school's handlers and its LMS: both do as the test says, and remember.</summary>
internal sealed class School : IEventDispatcher, IDestinationType, IVerifiableDestination
{
    private readonly ConcurrentDictionary<string, byte> _events = new(
        new[]
        {
            SmarterMeasureEvents.Created, SmarterMeasureEvents.SectionStart, SmarterMeasureEvents.SectionComplete,
            SmarterMeasureEvents.Completed, SmarterMeasureEvents.Stopped,
        }.Select(name => KeyValuePair.Create(name, (byte)0)));

    public string Type => "School";

    /// <summary>What the handlers saw.</summary>
    public ConcurrentQueue<EventContext> Handled { get; } = new();

    /// <summary>What reached the LMS.</summary>
    public ConcurrentQueue<Delivery> Delivered { get; } = new();

    /// <summary>What the LMS answers.</summary>
    public DeliveryOutcome Answer { get; set; } = DeliveryOutcome.Delivered;

    /// <summary>What the LMS would come to; by default it cannot tell.</summary>
    public Func<Delivery, DeliveryOutcome?> Foresee { get; set; } = _ => null;

    /// <summary>What the LMS says stands there.</summary>
    public Func<DeliveredResult, Standing> Stands { get; set; } = _ => Standing.Same;

    /// <summary>How often the LMS could not tell; counted down.</summary>
    public int FailingLooks { get; set; }

    /// <summary>What students get in per cent; null for another result each time, so another operation.</summary>
    public Func<EventContext, int>? Percent { get; set; }

    /// <summary>Whether the handlers fail.</summary>
    public bool HandlersFail { get; set; }

    /// <summary>Adds a handler for one more event.</summary>
    public void LearnEvent(string name) => _events.TryAdd(name, 0);

    public bool Handles(ReadOnlySpan<byte> eventName) => _events.ContainsKey(Encoding.UTF8.GetString(eventName));

    public ValueTask DispatchAsync(
        ReadOnlySpan<byte> eventName, EventContext context, ICollection<Push> pushes, CancellationToken stop)
    {
        if (HandlersFail)
            throw new InvalidOperationException("The school is closed.");

        if (!context.IsDryRun)
            Handled.Enqueue(context);
        if (context.Event == SmarterMeasureEvents.SectionComplete)
            pushes.Add(Push.ToAll(new SectionResult
            {
                Student = new StudentRef { UserId = context.UserId, Email = Vendor.Email },
                Section = SectionCodes.LifeFactors,
                ScoredAt = context.ReceivedAt,
                Percent = Percent?.Invoke(context) ?? 60 + Handled.Count + (context.IsDryRun ? 1 : 0),
            }));
        return ValueTask.CompletedTask;
    }

    public int VerifyBatchSize => 2;

    public IDestination Create(string name, SettingsSection section, ConnectorSettings settings) =>
        section.Flag("IsMute") ? new MuteDestination() : this;

    public bool Accepts(SectionResult result) => true;

    public Task<DeliveryOutcome?> ForeseeAsync(Delivery delivery, CancellationToken cancel) => Task.FromResult(Foresee(delivery));

    public Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel)
    {
        if (Answer.State == DeliveryState.Delivered)
            Delivered.Enqueue(delivery);
        return Task.FromResult(Answer);
    }

    public Task<VerifyAnswer> VerifyAsync(string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel) =>
        Task.FromResult(FailingLooks-- > 0
            ? VerifyAnswer.Failed(DeliveryOutcome.Pause("resting", TimeSpan.FromSeconds(1)))
            : VerifyAnswer.Of([.. delivered.Select(Stands)]));

    /// <summary>A destination that takes everything and tells nothing.</summary>
    private sealed class MuteDestination : IDestination
    {
        public bool Accepts(SectionResult result) => true;

        public Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel) =>
            Task.FromResult(DeliveryOutcome.Delivered);
    }
}
