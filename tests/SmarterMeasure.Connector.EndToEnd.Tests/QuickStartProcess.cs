using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>The published binary in a folder of its own, configured by its environment as a school would.</summary>
internal sealed class QuickStartProcess : IAsyncDisposable
{
    public const string Key = "5f1d7a3c9be04826a1c37d50ef29b864";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smc-e2e-");
    private readonly Dictionary<string, string> _environment;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public QuickStartProcess(params (string Name, string Value)[] settings)
    {
        _environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        _environment.TryAdd("SmarterMeasure__VerificationKeys__0__Key", Key);
    }

    /// <summary>A client without a verification key.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>What the binary has printed so far, to standard output and error.</summary>
    public IReadOnlyCollection<string> Output => _output;

    public bool IsRunning => _process is { HasExited: false };

    public async Task StartAsync()
    {
        var port = FreePort();
        Client.Dispose();
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _process = await LaunchAsync(["--urls", $"http://127.0.0.1:{port}"]);
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitForPortAsync(port);
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Runs another process of the binary with the same settings in the same folder, to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var process = await LaunchAsync(arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<Process> LaunchAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(await QuickStartBinary.PathAsync(), arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private async Task WaitForPortAsync(int port)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            Assert.True(IsRunning, $"The binary ended at its start:\n{string.Join('\n', _output)}");
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
