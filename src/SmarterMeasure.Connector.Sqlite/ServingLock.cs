namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// Marks a process as one that serves, by a lock on a file beside the database that the system takes away when the
/// process ends, however it ends. All that serve share it; who gets it alone knows that nobody else serves.
/// </summary>
internal sealed class ServingLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private const int Patience = 250;

    private readonly FileStream _file;

    private ServingLock(FileStream file) => _file = file;

    /// <summary>Takes the lock alone, for a moment; null when another process serves, or when that cannot be told.</summary>
    public static ServingLock? TryTakeAlone(DatabaseFile database)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return TryOpen(database, options);
    }

    /// <summary>Shares the lock for as long as the process serves; null when there can be no such file.</summary>
    public static async Task<ServingLock?> ShareAsync(DatabaseFile database, TimeProvider time, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read };
        for (var turn = 0; turn < Patience; turn++)
        {
            if (TryOpen(database, options) is { } shared)
                return shared;
            if (database.Path is null)
                return null;

            await Task.Delay(Pause, time, cancel); // Another process has it alone, for a moment.
        }

        return null;
    }

    public void Dispose() => _file.Dispose();

    private static ServingLock? TryOpen(DatabaseFile database, FileStreamOptions options)
    {
        if (database.Path is not { } path)
            return null;

        try
        {
            return new ServingLock(File.Open(path + "-serving", options));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
