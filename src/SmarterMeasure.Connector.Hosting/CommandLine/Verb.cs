using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Hosting.CommandLine;

/// <summary>One thing that a connector's binary can do.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON for scripts." };

    /// <summary>Command lines to learn from, without the binary's name.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Says what the verb does; a fault of configuration, store or file is one line and ends it.</summary>
    public Verb Does(VerbHost host, Func<VerbRun, CancellationToken, Task<int>> act)
    {
        Add(_json);
        SetAction(async (parsed, cancel) =>
        {
            KeepLogsFromOutput(host.Services);
            var run = new VerbRun(host, parsed, parsed.GetValue(_json));
            return await GuardAsync(host.Terminal, () => act(run, cancel));
        });
        return this;
    }

    // A dry run calls handlers, which may log, and a script reads the output.
    private static void KeepLogsFromOutput(IServiceProvider services) =>
        services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.LogToStandardErrorThreshold = LogLevel.Trace;

    /// <summary>Ends a fault that an operator can mend in one line, free of personal data.</summary>
    public static async Task<int> GuardAsync(Terminal terminal, Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception fault) when (
            fault is ConfigurationException or StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync(fault.Message);
            return ExitCodes.Fault;
        }
    }
}

/// <summary>What all verbs work with.</summary>
/// <param name="Services">The application's services.</param>
/// <param name="Terminal">Where to write to.</param>
internal sealed record VerbHost(IServiceProvider Services, Terminal Terminal);

/// <summary>One run of a verb.</summary>
/// <param name="Host">What it works with.</param>
/// <param name="Parsed">Its command line.</param>
/// <param name="Json">Whether a script reads what it prints.</param>
internal sealed record VerbRun(VerbHost Host, ParseResult Parsed, bool Json)
{
    public IServiceProvider Services => Host.Services;

    public Terminal Terminal => Host.Terminal;

    public TextWriter Output => Host.Terminal.Output;
}
