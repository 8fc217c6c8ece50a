using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using SmarterMeasure.Connector.Hosting.Verbs;

namespace SmarterMeasure.Connector.Hosting.CommandLine;

/// <summary>The command line of a connector's binary.</summary>
internal static class ConnectorCommandLine
{
    /// <summary>Runs what the words ask for, and ends the application.</summary>
    public static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> args, Terminal terminal)
    {
        await using (app)
        {
            // Settings such as --urls or --SmarterMeasure:Path=/x are the host's, which has read most of them already.
            var settings = HostSettings.Of(args);
            settings.ApplyTo(app.Configuration);
            var parsed = For(app, terminal).Parse(
                settings.Verb, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
            {
                foreach (var error in parsed.Errors)
                    await terminal.Error.WriteLineAsync(error.Message);
                await terminal.Error.WriteLineAsync("Try --help.");
                return ExitCodes.Usage;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // The host handles signals, and stops with its own time limit.
            });
        }
    }

    private static RootCommand For(WebApplication app, Terminal terminal)
    {
        var host = new VerbHost(app.Services, terminal);
        var root = new RootCommand("SmarterMeasure connector: results into your LMS or SIS, once and in order.");
        ServeVerb.AddTo(root, app, terminal);
        root.Add(TriggerVerb.Of(host));
        root.Add(EventVerbs.Of(host));
        root.Add(QuarantineVerbs.Of(host));
        root.Add(DeliveryVerbs.Of(host));
        root.Add(VerifyVerb.Of(host));
        root.Add(ReconcileVerb.Of(host));
        root.Add(ExportVerb.Of(host));
        root.Add(EraseVerb.Of(host));
        root.Add(MigrateVerb.Of(host));
        ExamplesHelp.AddTo(root);
        return root;
    }
}
