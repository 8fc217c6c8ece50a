using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>Runs the dotnet command line as a person in a shell would, with nothing inherited from the test run.</summary>
internal static partial class Dotnet
{
    /// <summary>The build of the solution has run them: here they would take a third of the time.</summary>
    public const string WithoutAnalyzers = "-p:RunAnalyzers=false";

    [GeneratedRegex(@"warning( [A-Z]+\d+)?\s*:")]
    private static partial Regex Warning { get; }

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(8);

    /// <summary>Runs a command that must succeed without a warning, and returns what it printed.</summary>
    public static async Task<string> SucceedAsync(string folder, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(folder, arguments);
        Assert.True(exitCode == 0, output);
        Assert.False(Warning.IsMatch(output), output);
        return output;
    }

    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var inherited = start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase));
        foreach (var name in inherited.ToList())
            start.Environment.Remove(name);

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // A node that stays would hold the output open.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_timeout);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, $"dotnet {string.Join(' ', arguments)}\n{await output}{await error}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
