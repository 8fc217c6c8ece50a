using System.Collections.Concurrent;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>A destination that takes many deliveries in a call, answers what the test says, and keeps whom each call was about.</summary>
internal sealed class ScriptedBatchDestination : IDestinationType, IBatchDestination
{
    public string Type => "Scripted";

    public int Concurrency { get; set; } = 1;

    public int BatchSize { get; set; } = 3;

    public Repetition Repetition { get; set; } = Repetition.SetsState;

    /// <summary>The users of each call, as in <c>1+2+3</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Ends the first call: until then, what comes waits in the store.</summary>
    public TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers for one delivery; by default all is delivered.</summary>
    public Func<Delivery, Task<DeliveryOutcome>> Answer { get; set; } = _ => Task.FromResult(DeliveryOutcome.Delivered);

    /// <summary>Answers a call for many; by default as for each of them.</summary>
    public Func<IReadOnlyList<Delivery>, Task<IReadOnlyList<DeliveryOutcome>?>>? AnswerTogether { get; set; }

    /// <summary>What it foresees; by default it cannot tell.</summary>
    public Func<Delivery, DeliveryOutcome?> Foresee { get; set; } = _ => null;

    /// <summary>Finds an account; by default it knows none.</summary>
    public Func<Delivery, AccountLookup> FindAccount { get; set; } = _ => AccountLookup.None;

    public IDestination Create(string name, SettingsSection section, ConnectorSettings settings) => this;

    public bool Accepts(SectionResult result) => true;

    public Task<AccountLookup> FindAccountAsync(Delivery delivery, CancellationToken cancel) => Task.FromResult(FindAccount(delivery));

    public Task<DeliveryOutcome?> ForeseeAsync(Delivery delivery, CancellationToken cancel) => Task.FromResult(Foresee(delivery));

    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel)
    {
        await NoteAsync([delivery], cancel);
        return await Answer(delivery);
    }

    public async Task<IReadOnlyList<DeliveryOutcome>?> DeliverTogetherAsync(
        IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        await NoteAsync(deliveries, cancel);
        return AnswerTogether is null ? await Task.WhenAll(deliveries.Select(Answer)) : await AnswerTogether(deliveries);
    }

    private async Task NoteAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        Calls.Enqueue(string.Join('+', deliveries.Select(delivery => delivery.Result.Student.UserId)));
        if (Calls.Count == 1)
            await First.Task.WaitAsync(cancel);
    }
}
