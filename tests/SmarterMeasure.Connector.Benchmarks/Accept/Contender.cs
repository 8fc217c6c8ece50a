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

    public static Contender Sqlite(string testHost) => new("sqlite", testHost, [], Connector("Sqlite", "Data Source={folder}/inbox.db"), Webhook);

    public static Contender PostgreSql(string testHost, string connection) =>
        new("postgresql", testHost, [], Connector("PostgreSql", connection), Webhook);

    public static Contender Octokit(string binary) => new("octokit", binary, [], new Dictionary<string, string>(), "star.lua");

    /// <summary>What the peer's one body is signed with.</summary>
    public static string Signature(string folder) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), File.ReadAllBytes(Path.Combine(folder, "star.json"))));

    /// <summary>The settings, with the folder that a database in files is to use.</summary>
    public Dictionary<string, string> SettingsFor(string folder) =>
        Settings.ToDictionary(pair => pair.Key, pair => pair.Value.Replace("{folder}", folder, StringComparison.Ordinal));

    private static Dictionary<string, string> Connector(string provider, string connection) => new()
    {
        ["SmarterMeasure__VerificationKeys__0__Key"] = Key,
        ["SmarterMeasure__Inbox__Provider"] = provider,
        ["SmarterMeasure__Inbox__ConnectionString"] = connection,
        ["Logging__LogLevel__Default"] = "Warning",
    };
}
