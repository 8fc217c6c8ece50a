using System.Text.RegularExpressions;
using Npgsql;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Where the database is and how connections to it are made. Each kind of work has its own: accepting never waits for a
/// connection that listings or workers hold. Safe for use from many threads.
/// </summary>
internal sealed partial class DatabaseServer : IAsyncDisposable
{
    private const string DefaultSchema = "smartermeasure";

    // A commit that returns has reached the disk, whatever the server's or the role's default is. A session that was cut
    // off in a transaction gives its locks back. Every statement has its index: one that is planned while the tables are
    // still empty must not read them whole when they are full. No statement is worth compiling.
    private const string SessionSettings = """
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
        SET default_transaction_isolation = 'read committed';
        SET idle_in_transaction_session_timeout = '30s';
        SET enable_seqscan = off;
        SET jit = off;
        """;

    private readonly NpgsqlDataSource _pool;
    private readonly NpgsqlDataSource _writer;
    private readonly NpgsqlDataSource _listener;

    /// <exception cref="ConfigurationException">The connection string is not readable, or names no host.</exception>
    public DatabaseServer(string connectionString)
    {
        var settings = Read(connectionString);
        Schema = settings.SearchPath!;
        _pool = Build(settings);
        _writer = Build(settings, writer => (writer.MinPoolSize, writer.MaxPoolSize) = (0, 1));
        _listener = Build(settings, listener => (listener.Pooling, listener.KeepAlive) = (false, 15));
    }

    /// <summary>The schema that holds the tables. Its letters are such that it needs no quotes.</summary>
    public string Schema { get; }

    /// <summary>Opens one of the shared connections.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancel) => _pool.OpenConnectionAsync(cancel);

    /// <summary>Opens the connection of the one who accepts.</summary>
    public ValueTask<NpgsqlConnection> OpenForAcceptingAsync(CancellationToken cancel) =>
        _writer.OpenConnectionAsync(cancel);

    /// <summary>Opens a connection that is not shared and stays open.</summary>
    public ValueTask<NpgsqlConnection> OpenForListeningAsync(CancellationToken cancel) =>
        _listener.OpenConnectionAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _pool.DisposeAsync();
        await _listener.DisposeAsync();
    }

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException)
        {
            throw Refused("is not a PostgreSQL connection string, for example Host=db;Database=connector;Username=connector");
        }

        if (string.IsNullOrWhiteSpace(settings.Host))
            throw Refused("must name a Host");

        if (string.IsNullOrWhiteSpace(settings.SearchPath))
            settings.SearchPath = DefaultSchema;
        else if (!SchemaName().IsMatch(settings.SearchPath))
            throw Refused("must name one schema as its Search Path, in small letters, digits and underscores");

        // Errors may quote what was stored, and sessions are left as they were found.
        settings.IncludeErrorDetail = false;
        settings.NoResetOnClose = true;
        settings.Enlist = false;
        settings.MaxAutoPrepare = 0; // Npgsql loses its place when a statement fails that is just being prepared so.
        settings.TcpKeepAlive = true;
        settings.ApplicationName ??= "SmarterMeasure.Connector";
        if (!settings.ShouldSerialize("Timeout"))
            settings.Timeout = 5;
        if (!settings.ShouldSerialize("Command Timeout"))
            settings.CommandTimeout = 10;
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = 16;
        if (settings.Host.Contains(',', StringComparison.Ordinal) && settings.TargetSessionAttributes is null)
            settings.TargetSessionAttributes = "primary";

        return settings;
    }

    private static NpgsqlDataSource Build(
        NpgsqlConnectionStringBuilder settings, Action<NpgsqlConnectionStringBuilder>? change = null)
    {
        try
        {
            var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
            change?.Invoke(builder.ConnectionStringBuilder);
            builder.EnableArrays();
            builder.EnableTransportSecurity();
            builder.UsePhysicalConnectionInitializer(Prepare, PrepareAsync);
            return builder.Build();
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw Refused("holds settings that do not go together");
        }
    }

    private static void Prepare(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(SessionSettings, connection);
        command.ExecuteNonQuery();
    }

    private static async Task PrepareAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(SessionSettings, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static ConfigurationException Refused(string fault) =>
        new([$"{ConnectorSettings.SectionName}:Inbox:ConnectionString {fault}"]);

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,47}$", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaName();
}
