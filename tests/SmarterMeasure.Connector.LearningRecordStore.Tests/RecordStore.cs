using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SmarterMeasure.Connector.PostgreSql.Tests;

[assembly: AssemblyFixture(typeof(SmarterMeasure.Connector.LearningRecordStore.Tests.RecordStore))]

namespace SmarterMeasure.Connector.LearningRecordStore.Tests;

/// <summary>
/// The xAPI service of Learning Locker, as tests/install gets it from npm, with its statements in memory: a program of its
/// own under the GPL, which is started and spoken to and is no part of this one.
/// </summary>
public sealed class RecordStore : IAsyncLifetime
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smc-lrs-");
    private readonly StringBuilder _output = new();
    private readonly HttpClient _client = new();
    private Process? _process;

    /// <summary>Where the store is, as a destination's <c>BaseUrl</c> names it.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        LoopbackOnly.Demand();
        BaseUrl = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/xAPI");
        _client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String("reader:canary"u8));
        _client.DefaultRequestHeaders.Add("X-Experience-API-Version", "1.0.3");
        _process = Start();
        await ListeningAsync(_process);
    }

    /// <summary>The statement of an id.</summary>
    public async Task<JsonNode> StatementAsync(string id) => await GetAsync($"statements?statementId={id}");

    /// <summary>Every statement about a student.</summary>
    public async Task<IReadOnlyList<JsonNode>> StatementsOfAsync(string student)
    {
        var agent = new JsonObject
        {
            ["account"] = new JsonObject { ["homePage"] = "https://sis.example.edu", ["name"] = student },
        };
        var answer = await GetAsync($"statements?agent={Uri.EscapeDataString(agent.ToJsonString())}");
        Assert.Equal("", answer["more"]!.GetValue<string>());
        return [.. answer["statements"]!.AsArray().Select(statement => statement!)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await _client.GetAsync($"{BaseUrl}/{path}", TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private Process Start()
    {
        _folder.CreateSubdirectory("storage/accessLogs");
        var start = new ProcessStartInfo("node", [ServerScript()])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AUTH_REPO"] = "test";
        start.Environment["EVENTS_REPO"] = "test";
        start.Environment["MODELS_REPO"] = "memory";
        start.Environment["STORAGE_REPO"] = "memory";
        start.Environment["SERVICE_AWAIT_UPDATES"] = "true";
        start.Environment["EXPRESS_PORT"] = $"{BaseUrl.Port}";

        var process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }

    // A connection that is refused is all that tells of a server that does not listen yet.
    private async Task ListeningAsync(Process process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_startLimit);
        while (true)
        {
            if (process.HasExited)
                Assert.Fail($"The store ended with {process.ExitCode}: {Output()}");

            try
            {
                using var answer = await _client.GetAsync($"{BaseUrl}/about", limit.Token);
                Assert.True(answer.IsSuccessStatusCode, $"The store answered {(int)answer.StatusCode}: {Output()}");
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
            }
        }
    }

    private string Output()
    {
        lock (_output)
            return _output.ToString();
    }

    private static string ServerScript()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "SmarterMeasure.Connector.sln")))
            root = root.Parent;
        Assert.NotNull(root);

        var script = Path.Combine(root.FullName, "artifacts/lrs/node_modules/xapi-statements/dist/server.js");
        Assert.True(File.Exists(script), "The store is not there: tests/install gets it.");
        return script;
    }
}
