using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmarterMeasure.Connector.PostgreSql.Tests;

namespace SmarterMeasure.Connector.Ordeals;

/// <summary>A server's binary, started and killed any number of times in a folder of its own on a free loopback port.</summary>
public sealed class ServerProcess(
    string binary, IReadOnlyDictionary<string, string> settings, params string[] leadingArguments) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smc-server-");
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    /// <summary>Where it listens since its last start.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1");

    /// <summary>Where it runs and keeps its files.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What it has printed so far, to standard output and error.</summary>
    public IReadOnlyCollection<string> Output => _output;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>How much memory it holds now, in 10^6 bytes.</summary>
    public double ResidentMegabytes()
    {
        var line = File.ReadLines($"/proc/{_process!.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    /// <summary>Starts it, and returns when it listens.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        BaseUrl = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        _process = Launch([.. leadingArguments, "--urls", BaseUrl.GetLeftPart(UriPartial.Authority)]);
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitForPortAsync(cancel);
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancel);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Runs another process of the binary with the same settings in the same folder, to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IEnumerable<string> arguments, CancellationToken cancel)
    {
        using var process = Launch(arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
                _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Begins another process of the binary with the same settings in the same folder. The caller owns it.</summary>
    public Process Launch(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(binary), arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private async Task WaitForPortAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (!IsRunning)
                throw new InvalidOperationException($"The binary ended at its start:\n{string.Join('\n', _output)}");

            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, BaseUrl.Port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), limit.Token);
            }
        }
    }
}
