using System.Security.Cryptography;
using System.Text;

namespace SmarterMeasure.Connector.Benchmarks.Accept;

/// <summary>A server under load, and the requests of 2 KB that it gets, each with the proof that it asks for.</summary>
/// <param name="Name">Its name among the figures.</param>
/// <param name="Binary">What to start.</param>
/// <param name="Arguments">With what.</param>
/// <param name="Settings">The server's environment.</param>
/// <param name="Script">The script of its requests in the folder <c>Load</c>.</param>
internal sealed record Contender(
    string Name, string Binary, string[] Arguments, IReadOnlyDictionary<string, string> Settings, string Script)
{
    /// <summary>The verification key, and the peer's signing secret.</summary>
    public const string Key = "0123456789abcdef0123456789abcdef";

    private const string Webhook = "webhook.lua";

    public static Contender Empty(string testHost) => new("empty", testHost, ["empty"], new Dictionary<string, string>(), Webhook);

    public static Contender Sqlite(string testHost) => new("sqlite", testHost, [], Connector(), Webhook);

    public static Contender PostgreSql(string testHost) =>
        new("postgresql", testHost, [], Connector(), Webhook) { NeedsPostgreSql = true };

    public static Contender Octokit(string binary) => new("octokit", binary, [], new Dictionary<string, string>(), "star.lua");

    /// <summary>What the peer's one body is signed with.</summary>
    public static string Signature(string folder) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), File.ReadAllBytes(Path.Combine(folder, "star.json"))));

    /// <summary>Whether a PostgreSQL server is to be started for it.</summary>
    public bool NeedsPostgreSql { get; private init; }

    /// <summary>Its settings, with those of its store: a database in files stands in the given folder.</summary>
    public Dictionary<string, string> SettingsFor(string folder, IReadOnlyDictionary<string, string>? store = null)
    {
        var settings = new Dictionary<string, string>(Settings)
        {
            ["SmarterMeasure__Inbox__ConnectionString"] = $"Data Source={folder}/inbox.db",
        };
        foreach (var (name, value) in store ?? new Dictionary<string, string>())
            settings[name] = value;
        return settings;
    }

    private static Dictionary<string, string> Connector() => new()
    {
        ["SmarterMeasure__VerificationKeys__0__Key"] = Key,
        ["Logging__LogLevel__Default"] = "Warning",
    };
}
