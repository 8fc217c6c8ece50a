using System.Diagnostics;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>A small disk of its own, in memory, that can be filled and made read-only. Needs the rights to mount one.</summary>
internal sealed class TemporaryDisk : IDisposable
{
    private TemporaryDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts a disk; skips the test, aloud, where that is not allowed.</summary>
    public static TemporaryDisk MountOrSkip(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("smartermeasure-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=700", "tmpfs", folder) == 0)
            return new TemporaryDisk(folder);

        Directory.Delete(folder);
        Assert.Skip("This test mounts a disk, which only root on Linux may.");
        throw new UnreachableException();
    }

    public void Remount(string options) =>
        Assert.Equal(0, Run("mount", "-o", $"remount,{options}", Path));

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1; // There is no such program.
        }
    }
}
