using SmarterMeasure.Connector.Ordeals;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>The published QuickStart, configured by its environment as a school would.</summary>
internal sealed class QuickStartProcess : IAsyncDisposable
{
    public const string Key = "5f1d7a3c9be04826a1c37d50ef29b864";

    private readonly Dictionary<string, string> _environment;
    private ServerProcess? _server;

    public QuickStartProcess(params (string Name, string Value)[] settings)
    {
        _environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        _environment.TryAdd("SmarterMeasure__VerificationKeys__0__Key", Key);
    }

    /// <summary>A client without a verification key.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <inheritdoc cref="ServerProcess.Output"/>
    public IReadOnlyCollection<string> Output => _server?.Output ?? [];

    /// <inheritdoc cref="ServerProcess.IsRunning"/>
    public bool IsRunning => _server is { IsRunning: true };

    public async Task StartAsync()
    {
        var server = await ServerAsync();
        await server.StartAsync(TestContext.Current.CancellationToken);
        Client.Dispose();
        Client = new HttpClient { BaseAddress = server.BaseUrl };
    }

    /// <inheritdoc cref="ServerProcess.KillAsync"/>
    public Task KillAsync() => _server!.KillAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc cref="ServerProcess.RunAsync"/>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        await (await ServerAsync()).RunAsync(arguments, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private async Task<ServerProcess> ServerAsync() =>
        _server ??= new ServerProcess(await PublishedBinary.QuickStart.PathAsync(), _environment);
}
