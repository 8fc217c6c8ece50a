namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>The sources of this repository in a temporary folder, where a build disturbs nobody.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    public const string Address = "https://github.com/smartermeasure-connector/smartermeasure-connector";

    private static readonly string[] s_leftOut = [".git", "bin", "obj", "artifacts", "TestResults", ".vs", ".idea"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smc-pack-");

    public RepositoryCopy() => Copy(Root(), _folder);

    public string Path => _folder.FullName;

    /// <summary>
    /// Makes it look like a checkout of one commit to Source Link, which reads these files by itself.
    /// </summary>
    public void WriteGit(string? remote, bool shallow = false)
    {
        const string Commit = "0123456789abcdef0123456789abcdef01234567";
        var git = _folder.CreateSubdirectory(".git");
        git.CreateSubdirectory("objects");
        git.CreateSubdirectory("refs/heads");
        File.WriteAllText(System.IO.Path.Combine(git.FullName, "HEAD"), "ref: refs/heads/main\n");
        File.WriteAllText(System.IO.Path.Combine(git.FullName, "refs/heads/main"), Commit + "\n");
        File.WriteAllText(
            System.IO.Path.Combine(git.FullName, "config"),
            "[core]\n\trepositoryformatversion = 0\n" + (remote is null ? "" : $"[remote \"origin\"]\n\turl = {remote}\n"));
        if (shallow)
            File.WriteAllText(System.IO.Path.Combine(git.FullName, "shallow"), Commit + "\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles().Where(file => file.Name != ".git"))
            file.CopyTo(System.IO.Path.Combine(to.FullName, file.Name));
        foreach (var folder in from.EnumerateDirectories().Where(folder => !s_leftOut.Contains(folder.Name)))
            Copy(folder, to.CreateSubdirectory(folder.Name));
    }

    private static DirectoryInfo Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "SmarterMeasure.Connector.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
