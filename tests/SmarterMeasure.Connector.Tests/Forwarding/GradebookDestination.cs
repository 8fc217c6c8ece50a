using System.Collections.Concurrent;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>A destination with a gradebook that people change, and that can be read back.</summary>
internal sealed class GradebookDestination : IDestinationType, IVerifiableDestination
{
    public string Type => "Gradebook";

    public int Concurrency => 32;

    public int VerifyBatchSize { get; set; } = 5;

    /// <summary>What stands, by the student's registration and the section.</summary>
    public ConcurrentDictionary<(string User, string Section), decimal?> Grades { get; } = new();

    /// <summary>What the gradebook tells in place of a comparison.</summary>
    public ConcurrentDictionary<(string User, string Section), Standing> Told { get; } = new();

    /// <summary>The sizes of the calls.</summary>
    public ConcurrentQueue<int> Calls { get; } = new();

    /// <summary>Answers a call by its number, from 1; null to look into the gradebook.</summary>
    public Func<int, string, Task<VerifyAnswer?>> Answer { get; set; } = (_, _) => Task.FromResult<VerifyAnswer?>(null);

    public IDestination Create(string name, SettingsSection section, ConnectorSettings settings) => this;

    /// <summary>A section that is no longer configured; null for none.</summary>
    public string? Dropped { get; set; }

    public bool Accepts(SectionResult result) => result.Section != Dropped;

    public Task<AccountLookup> FindAccountAsync(Delivery delivery, CancellationToken cancel) =>
        Task.FromResult(AccountLookup.Found(AccountOf(delivery.Result)));

    public Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel)
    {
        Grades[KeyOf(delivery.Result)] = delivery.Result.Percent;
        return Task.FromResult(DeliveryOutcome.Delivered);
    }

    public async Task<VerifyAnswer> VerifyAsync(
        string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        Assert.All(delivered, one => Assert.Equal((section, AccountOf(one.Result)), (one.Result.Section, one.Account)));
        Assert.InRange(delivered.Count, 1, VerifyBatchSize);
        Calls.Enqueue(delivered.Count);
        return await Answer(Calls.Count, section) ?? VerifyAnswer.Of([.. delivered.Select(StandingOf)]);
    }

    private Standing StandingOf(DeliveredResult delivered)
    {
        var key = KeyOf(delivered.Result);
        if (Told.TryGetValue(key, out var told))
            return told;

        return !Grades.TryGetValue(key, out var grade) ? Standing.Missing
            : grade == delivered.Result.Percent ? Standing.Same : Standing.Changed();
    }

    private static string AccountOf(SectionResult result) => $"account-{result.Student.UserId}";

    private static (string User, string Section) KeyOf(SectionResult result) => (result.Student.UserId, result.Section);
}
