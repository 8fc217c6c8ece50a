using System.Runtime.CompilerServices;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>
/// Compares generated text with the files under <c>Snapshots</c>. With <c>UPDATE_SNAPSHOTS=1</c> it writes them instead:
/// read the difference before you commit it.
/// </summary>
internal static class Snapshot
{
    private static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    /// <param name="run">What was generated.</param>
    /// <param name="name">The folder under <c>Snapshots</c>.</param>
    public static void Match(GeneratorRun run, string name)
    {
        var folder = Path.Combine(Folder(), name);
        var actual = run.Result.GeneratedSources
            .Where(source => source.HintName != "Microsoft.CodeAnalysis.EmbeddedAttribute.cs")
            .ToDictionary(source => source.HintName + ".txt", source => WithoutVersion(source.SourceText.ToString()));
        if (IsUpdating)
            Write(folder, actual);

        var expected = Directory.Exists(folder)
            ? Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText)
            : [];
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        Assert.All(actual, file => Assert.Equal(expected[file.Key], file.Value));
    }

    /// <summary>The generator's version changes with each release, the snapshots should not.</summary>
    public static string WithoutVersion(string text) => text.Replace(Version, "{version}", StringComparison.Ordinal);

    public static string WithVersion(string text) => text.Replace("{version}", Version, StringComparison.Ordinal);

    public static IEnumerable<(string HintName, string Text)> Read(string name) => Directory
        .GetFiles(Path.Combine(Folder(), name))
        .Select(file => (Path.GetFileNameWithoutExtension(file), WithVersion(File.ReadAllText(file))));

    private static string Version => typeof(ConnectorGenerator).Assembly.GetName().Version!.ToString(3);

    private static void Write(string folder, Dictionary<string, string> files)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(folder, name), text);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Snapshots");
}
