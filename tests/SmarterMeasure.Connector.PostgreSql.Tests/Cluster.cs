using System.Diagnostics;
using Npgsql;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>A PostgreSQL server of the tests' own: its folder, its port, on the loopback only.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _programs;
    private readonly string _settings;
    private readonly int _port = LoopbackPort.Free();

    private Cluster(bool isDurable)
    {
        _programs = Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderBy(version => int.Parse(Path.GetFileName(version), null))
            .Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(programs => File.Exists(Path.Combine(programs, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL is not installed: see tests/install.");
        _folder = Directory.CreateTempSubdirectory("smartermeasure-pg-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101); // The server runs as another user.
        var speed = isDurable ? "" : " -c fsync=off -c full_page_writes=off";
        _settings = $"-c listen_addresses=127.0.0.1 -p {_port} -c unix_socket_directories= -c max_connections=400 "
            + $"-c shared_buffers=64MB -c max_wal_size=256MB{speed}";
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <param name="isDurable">Whether the server waits for its disk. Where that is not the matter, it would only take time.</param>
    public static async Task<Cluster> StartAsync(bool isDurable)
    {
        var cluster = new Cluster(isDurable);
        try
        {
            if (Environment.IsPrivilegedProcess)
                await RunAsync("install", "-d", "-o", "postgres", "-m", "700", cluster.Data);

            await cluster.RunAsPostgresAsync(
                "initdb", "-D", cluster.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
            await cluster.StartAgainAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public string ConnectionStringOf(string database) => $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database}";

    public void Execute(string sql, string database = "postgres")
    {
        using var connection = new NpgsqlConnection(ConnectionStringOf(database) + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public Task StartAgainAsync() => RunAsPostgresAsync(
        "pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(Data, "server.log"), "-o", _settings, "start");

    /// <summary>Ends the server as a crash would.</summary>
    public Task KillAsync() => RunAsPostgresAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await KillAsync();

        _folder.Delete(recursive: true);
    }

    /// <summary>The server refuses to run as root.</summary>
    private Task RunAsPostgresAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_programs, program), .. arguments])
        : RunAsync(Path.Combine(_programs, program), arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Output goes to files: the server would hold a pipe open for as long as it lives.
        var log = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", log, program, .. arguments])
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        var output = await File.ReadAllTextAsync(log);
        File.Delete(log);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Path.GetFileName(program)} failed: {output}");
    }
}
