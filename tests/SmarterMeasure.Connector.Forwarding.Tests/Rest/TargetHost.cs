using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Tests.Canvas;
using SmarterMeasure.Connector.Forwarding.Tests.Credentials;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.Tests.Rest;

/// <summary>A connector with one destination, configured as a user would: the settings are those below the destination.</summary>
internal sealed class TargetHost : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_scored = new(2026, 8, 30, 14, 7, 0, TimeSpan.Zero);

    private readonly IHost _host;

    public TargetHost(
        FakeTimeProvider clock, Action<SmarterMeasureBuilder> add, IEnumerable<(string Key, string? Value)> settings,
        MemoryNamedValues? store = null)
    {
        Clock = clock;
        Store = store ?? new MemoryNamedValues();
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            values["SmarterMeasure:Destinations:target:" + key] = value;

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Configuration.AddInMemoryCollection([new("SmarterMeasure:VerificationKeys:0:Key", "canary-key-0c6de1a4b7")]);
        builder.Configuration.AddInMemoryCollection(values.Where(pair => pair.Value is not null));
        builder.Services.AddSingleton<TimeProvider>(clock).AddHttpClient();
        builder.Services.AddSingleton<ICredentialStore>(Store).AddSingleton<ISharedValues>(Store);
        add(builder.Services.AddSmarterMeasureCore());
        _host = builder.Build();
    }

    public FakeTimeProvider Clock { get; }

    public MemoryNamedValues Store { get; }

    public CapturedLog Log { get; } = new();

    public IServiceProvider Services => _host.Services;

    public IDestination Destination => Services.GetRequiredService<SettingsSource>().Destinations["target"];

    public static Delivery Delivery(SectionResult result, string? mappedTo = null, int failures = 0) => new()
    {
        Id = 1,
        CallbackId = "b3c1",
        Destination = "target",
        Operation = $"8152142|{result.Section}",
        Attempt = failures + 1,
        Failures = failures,
        Result = result,
        MappedTo = mappedTo,
    };

    public static SectionResult Result(
        string section = "LifeFactors", string? id = null, string? email = null, decimal? percent = 63.5m, string? readiness = "pass") => new()
    {
        Student = new StudentRef { UserId = "8152142", InternalId = id, Email = email },
        Section = section,
        ScoredAt = s_scored,
        Readiness = readiness,
        Percent = percent,
    };

    /// <summary>The completion of the whole assessment.</summary>
    public static SectionResult Completion(string? id = null, string? email = null) =>
        Result(SectionCodes.Completion, id, email, percent: null, readiness: null);

    /// <summary>Delivers, and gives what came of it as it is recorded.</summary>
    public Task<DeliveryOutcome> SendAsync(SectionResult result, string? mappedTo = null, int failures = 0) =>
        Destination.DeliverAsync(Delivery(result, mappedTo, failures), TestContext.Current.CancellationToken);

    /// <summary>Delivers, and gives what came of it without the record of the requests and the target's id.</summary>
    public async Task<DeliveryOutcome> DeliverAsync(SectionResult result, string? mappedTo = null, int failures = 0) =>
        await SendAsync(result, mappedTo, failures) with { Request = null, IsAmbiguous = false, RemoteId = null };

    /// <summary>What would be sent.</summary>
    public async Task<string?> ForeseeAsync(SectionResult result, string? mappedTo = null)
    {
        var foreseen = await Destination.ForeseeAsync(Delivery(result, mappedTo), TestContext.Current.CancellationToken);
        Assert.Equal(DeliveryOutcome.Delivered, foreseen! with { Request = null });
        return foreseen.Request;
    }

    /// <summary>The faults with which the connector refuses to start.</summary>
    public ConfigurationException Refusal() => Assert.Throws<ConfigurationException>(() => Destination);

    public void Dispose() => _host.Dispose();
}
