using Microsoft.AspNetCore.Builder;
using SmarterMeasure.Connector.Hosting.CommandLine;

namespace SmarterMeasure.Connector;

/// <summary>Runs a connector.</summary>
public static class SmarterMeasureRunExtensions
{
    /// <summary>
    /// Runs what the command line asks for: <c>serve</c> (the default) receives and forwards until the process is told
    /// to stop; the other verbs look at the same store, beside a serving process or without one.
    /// </summary>
    /// <param name="app">The application, with <c>MapSmarterMeasure()</c> called on it. It is disposed at the end.</param>
    /// <param name="args">The command line. Settings such as <c>--urls</c> may stand among it.</param>
    /// <returns>The exit code: 0 when all went well, 1 at a fault, 2 when the command line makes no sense.</returns>
    public static Task<int> RunSmarterMeasureAsync(this WebApplication app, string[] args)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(args);
        return ConnectorCommandLine.RunAsync(app, args, Terminal.OfProcess());
    }
}
