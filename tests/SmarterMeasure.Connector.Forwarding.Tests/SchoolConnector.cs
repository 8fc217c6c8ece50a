using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Tests.Credentials;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.Tests;

/// <summary>A connector with one destination, named <c>school</c>, configured as a user would.</summary>
internal sealed class SchoolConnector : IDisposable
{
    public const string Section = "SmarterMeasure:Destinations:school:";
    private readonly IHost _host;

    public SchoolConnector(
        Action<SmarterMeasureBuilder> add, FakeTimeProvider clock, params IEnumerable<(string Key, string? Value)> settings)
        : this(add, clock, new MemoryNamedValues(), settings)
    {
    }

    /// <summary>Another process on the same store.</summary>
    public SchoolConnector(
        Action<SmarterMeasureBuilder> add, FakeTimeProvider clock, MemoryNamedValues store,
        params IEnumerable<(string Key, string? Value)> settings)
    {
        Store = store;
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["SmarterMeasure:VerificationKeys:0:Key"] = "canary-key-0c6de1a4b7",
        };
        foreach (var (key, value) in settings)
            values[Section + key] = value;

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(values.Where(pair => pair.Value is not null));
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<ISharedValues>(store);
        add(builder.Services.AddSmarterMeasureCore());
        _host = builder.Build();
        Clock = clock;
    }

    public FakeTimeProvider Clock { get; }

    public MemoryNamedValues Store { get; }

    public IDestination Destination => _host.Services.GetRequiredService<SettingsSource>().Destinations["school"];

    /// <summary>What the configuration is refused for.</summary>
    public IReadOnlyList<string> Faults()
    {
        var refused = Assert.Throws<ConfigurationException>(() => Destination);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
        return [.. refused.Faults.Select(fault => fault.Replace(Section, "", StringComparison.Ordinal))];
    }

    public Task<DeliveryOutcome> DeliverAsync(SectionResult result) => DeliverAsync(DeliveryOf(result));

    /// <summary>Delivers, and gives what came of it without the record of the requests.</summary>
    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery) =>
        await Destination.DeliverAsync(delivery, TestContext.Current.CancellationToken) with { Request = null };

    /// <summary>Delivers several in one call, each with the account that the destination finds for it.</summary>
    public async Task<IReadOnlyList<DeliveryOutcome>?> DeliverTogetherAsync(IReadOnlyList<SectionResult> results)
    {
        var (destination, deliveries) = ((IBatchDestination)Destination, new List<Delivery>());
        foreach (var delivery in results.Select(DeliveryOf))
        {
            var lookup = await destination.FindAccountAsync(delivery, TestContext.Current.CancellationToken);
            deliveries.Add(delivery with { Account = lookup.Account });
        }

        return await destination.DeliverTogetherAsync(deliveries, TestContext.Current.CancellationToken);
    }

    public static Delivery DeliveryOf(SectionResult result) => new()
    {
        Id = 1,
        CallbackId = "b3c1",
        Destination = "school",
        Operation = $"section-result:8152142:{result.Section}:unscored:00000000",
        Attempt = 1,
        Failures = 0,
        Result = result,
    };

    public static SectionResult Result(string? internalId, string? email = null, decimal? percent = 63.50m) => new()
    {
        Student = new StudentRef { UserId = "8152142", InternalId = internalId, Email = email },
        Section = "LifeFactors",
        ScoredAt = new DateTimeOffset(2026, 8, 31, 22, 33, 0, TimeSpan.Zero),
        Readiness = "fail",
        Percent = percent,
        Subscales = new SortedDictionary<string, decimal> { ["place"] = 65.0m, ["time"] = 40m },
    };

    public void Dispose() => _host.Dispose();
}
