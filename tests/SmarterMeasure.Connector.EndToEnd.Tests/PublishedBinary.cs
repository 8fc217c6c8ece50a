using System.Diagnostics;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>A Native AOT binary that <c>tests/publish</c> makes; made on demand when the test runner has not done it.</summary>
internal sealed class PublishedBinary
{
    private static readonly Lazy<Task> Published = new(PublishAsync);
    private readonly string _path;

    private PublishedBinary(params string[] path) => _path = Path.Combine([RepositoryRoot(), "artifacts", .. path]);

    /// <summary>samples/QuickStart.</summary>
    public static PublishedBinary QuickStart { get; } = new("quickstart", "QuickStart");

    /// <summary>The same connector with its store chosen by the configuration.</summary>
    public static PublishedBinary TestHost { get; } = new("testhost", "SmarterMeasure.Connector.TestHost");

    public async Task<string> PathAsync()
    {
        await Published.Value;
        return _path;
    }

    private static async Task PublishAsync()
    {
        if (Environment.GetEnvironmentVariable("SMC_PUBLISHED") == "1")
            return;

        using var publish = Process.Start(new ProcessStartInfo("bash", ["tests/publish"]) { WorkingDirectory = RepositoryRoot() })!;
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, publish.ExitCode);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmarterMeasure.Connector.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
