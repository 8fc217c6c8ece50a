using System.Diagnostics;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>The Native AOT binary of samples/QuickStart; published on demand when the test runner has not done it.</summary>
internal static class QuickStartBinary
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    public static Task<string> PathAsync() => Published.Value;

    private static async Task<string> PublishAsync()
    {
        var root = RepositoryRoot();
        var binary = Path.Combine(root, "artifacts", "quickstart", "QuickStart");
        if (File.Exists(binary) && Environment.GetEnvironmentVariable("SMC_QUICKSTART_PUBLISHED") == "1")
            return binary;

        using var publish = Process.Start(new ProcessStartInfo("bash", ["tests/publish"]) { WorkingDirectory = root })!;
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, publish.ExitCode);
        return binary;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmarterMeasure.Connector.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
