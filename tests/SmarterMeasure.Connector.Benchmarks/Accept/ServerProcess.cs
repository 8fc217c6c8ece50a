using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SmarterMeasure.Connector.Benchmarks.Accept;

/// <summary>A server that runs in a folder of its own, on a free loopback port, until disposal.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private ServerProcess(Process process, DirectoryInfo folder, Uri baseUrl) =>
        (_process, _folder, BaseUrl) = (process, folder, baseUrl);

    public Uri BaseUrl { get; }

    public static async Task<ServerProcess> StartAsync(Contender contender)
    {
        var folder = Directory.CreateTempSubdirectory("smc-accept-");
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(Path.GetFullPath(contender.Binary), [.. contender.Arguments, "--urls", url])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in contender.Settings)
            start.Environment[name] = value;

        var server = new ServerProcess(Process.Start(start)!, folder, new Uri(url));
        server._process.OutputDataReceived += (_, line) => Console.Write(line.Data is { Length: > 0 } text ? text + "\n" : "");
        server._process.BeginOutputReadLine();
        await server.WaitForPortAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task WaitForPortAsync()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(15);)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, BaseUrl.Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(5);
            }
        }

        throw new TimeoutException("The server did not listen within 15 s.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
