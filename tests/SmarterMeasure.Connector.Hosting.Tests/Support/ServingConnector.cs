using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Tests.Support;

/// <summary>A connector that really serves, over a real file, and beside it the verbs of another process of it.</summary>
internal sealed class ServingConnector : IAsyncDisposable
{
    public const string Key = "c4a9ca0a7e1f42d39b5566e8d7f01a2b";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smc-verbs-");
    private readonly StringBuilder _everything = new();
    private readonly HttpClient _http = new();
    private WebApplication? _serving;

    public School School { get; } = new();

    public string Folder => _folder.FullName;

    /// <summary>Where the connector listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:9");

    public Uri Webhook => new(Address, "/webhooks/smartermeasure");

    /// <summary>All that verbs have printed so far.</summary>
    public string Printed => _everything.ToString();

    /// <summary>Where the verbs' store is, when it is PostgreSQL.</summary>
    public string? PostgreSql { get; set; }

    /// <summary>Further settings, for the server and for the verbs.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    private string Database => Path.Combine(Folder, "inbox.db");

    public static async Task<ServingConnector> StartAsync()
    {
        var connector = new ServingConnector();
        await connector.ServeAsync();
        return connector;
    }

    public async Task ServeAsync()
    {
        _serving = Build(["--urls", "http://127.0.0.1:0"]);
        await _serving.StartAsync(TestContext.Current.CancellationToken);
        Address = new Uri(_serving.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Sends a body as the vendor does.</summary>
    public async Task PostAsync(params string[] bodies)
    {
        foreach (var body in bodies)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Webhook) { Content = new StringContent(body) };
            request.Headers.Add("X-SmarterMeasure-Verification-Key", Key);
            using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)answer.StatusCode);
        }
    }

    /// <summary>Runs the command line of another process of the binary.</summary>
    public Task<Run> RunAsync(params string[] args) => RunAsync("", false, args);

    /// <summary>Runs the command line, with answers to its questions, and perhaps before a person's eyes.</summary>
    public async Task<Run> RunAsync(string input, bool isWatched, params string[] args)
    {
        string[] whole = ["--urls", Address.ToString(), .. args];
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Synchronized(error), new StringReader(input), isWatched);
        var exitCode = await ConnectorCommandLine.RunAsync(Build(whole), whole, terminal);
        _everything.Append(output).Append(error);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a verb that must succeed, and gives its JSON.</summary>
    public async Task<JsonNode> JsonAsync(params string[] args)
    {
        var run = await RunAsync([.. args, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        return JsonNode.Parse(run.Output)!;
    }

    /// <summary>A credential as another process of the binary finds it.</summary>
    public async Task<string?> CredentialAsync(string name)
    {
        await using var app = Build([]);
        return await app.Services.GetRequiredService<ICredentialStore>().ReadAsync(name, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the events are as wanted.</summary>
    public Task<List<EventSummary>> UntilEventsAsync(Func<List<EventSummary>, bool> wanted) => UntilAsync(
        () => Service<IInboxOperations>().ListAsync(EventFilter.All, TestContext.Current.CancellationToken), wanted);

    /// <summary>Waits until the deliveries are as wanted.</summary>
    public Task<List<DeliverySummary>> UntilDeliveriesAsync(Func<List<DeliverySummary>, bool> wanted) => UntilAsync(
        () => Service<ILedgerOperations>().ListAsync(DeliveryFilter.All, TestContext.Current.CancellationToken), wanted);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_serving is not null)
        {
            await _serving.StopAsync(CancellationToken.None);
            await _serving.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>A service of the serving process.</summary>
    public T Service<T>()
        where T : notnull => _serving!.Services.GetRequiredService<T>();

    private static async Task<List<T>> UntilAsync<T>(Func<IAsyncEnumerable<T>> look, Func<List<T>, bool> wanted)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var found = await look().ToListAsync(TestContext.Current.CancellationToken);
            if (wanted(found))
                return found;

            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, "It did not come so far:\n" + string.Join('\n', found));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        // Below the command line, as an appsettings.json would be.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["SmarterMeasure:VerificationKeys:0:Key"] = "an-old-canary-key",
                ["SmarterMeasure:VerificationKeys:0:NotAfter"] = "2026-01-01T00:00:00Z",
                ["SmarterMeasure:VerificationKeys:1:Key"] = Key,
                ["SmarterMeasure:Inbox:ConnectionString"] = PostgreSql ?? $"Data Source={Database}",
                ["SmarterMeasure:Destinations:lms:Type"] = "School",
                ["SmarterMeasure:Dispatch:MaxAttempts"] = "1",
                ["SmarterMeasure:Forwarding:MaxAttempts"] = "1",
            },
        });
        builder.Configuration.Sources.Insert(1, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = Settings,
        });
        builder.Services.AddSingleton<IDestinationType>(School);
        var connector = builder.AddSmarterMeasure().AddDispatcher(School);
        _ = PostgreSql is null ? connector.UseSqliteInbox() : connector.UsePostgreSqlInbox();
        var app = builder.Build();
        app.MapSmarterMeasure();
        return app;
    }
}

/// <summary>How a verb ended.</summary>
internal sealed record Run(int ExitCode, string Output, string Error);
