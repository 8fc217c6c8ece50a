using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Tests.Credentials;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>A connector with one Canvas destination, configured as a user would.</summary>
internal sealed class CanvasHost : IDisposable
{
    public const string Token = "canary-token-58b1e0";
    private readonly IHost _host;

    public CanvasHost(Uri baseUrl, params IEnumerable<(string Key, string? Value)> settings)
        : this(baseUrl, new MemoryNamedValues(), settings)
    {
    }

    public CanvasHost(Uri baseUrl, MemoryNamedValues store, params IEnumerable<(string Key, string? Value)> settings)
    {
        Store = store;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["VerificationKeys:0:Key"] = "canary-key-0c6de1a4b7",
            ["Destinations:canvas:Type"] = "Canvas",
            ["Destinations:canvas:BaseUrl"] = baseUrl.ToString(),
            ["Destinations:canvas:Token"] = Token,
            ["Destinations:canvas:Course"] = "sis_course_id:ENG101-F26",
            ["Destinations:canvas:Assignments:LifeFactors"] = "4001",
        };
        foreach (var (key, value) in settings)
            values[key] = value;

        builder.Configuration.AddInMemoryCollection(values
            .Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create("SmarterMeasure:" + pair.Key, pair.Value)));
        builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<ICredentialStore>(store)
            .AddSingleton<ISharedValues>(store);
        builder.Services.AddHttpClient();
        builder.Services.AddSmarterMeasureCore().AddCanvas();
        _host = builder.Build();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero));

    public MemoryNamedValues Store { get; }

    public CapturedLog Log { get; } = new();

    public IServiceProvider Services => _host.Services;

    public IDestination Destination => Services.GetRequiredService<SettingsSource>().Destinations["canvas"];

    /// <summary>Delivers, and gives what came of it without the record of the requests.</summary>
    public async Task<DeliveryOutcome> DeliverAsync(
        string? internalId = null, string? email = null, decimal? percent = 63)
    {
        var outcome = await Destination.DeliverAsync(
            Delivery(internalId, email, percent), TestContext.Current.CancellationToken);
        return outcome with { Request = null, IsAmbiguous = false };
    }

    public static Delivery Delivery(string? internalId = null, string? email = null, decimal? percent = 63) => new()
    {
        Id = 1,
        CallbackId = "b3c1",
        Destination = "canvas",
        Operation = "8152142|lifefactors",
        Attempt = 1,
        Failures = 0,
        Result = Result("LifeFactors", percent, internalId, email),
    };

    public static SectionResult Result(
        string section, decimal? percent, string? internalId = null, string? email = null) => new()
    {
        Student = new StudentRef { UserId = "8152142", InternalId = internalId, Email = email },
        Section = section,
        Percent = percent,
    };

    public void Dispose() => _host.Dispose();
}
