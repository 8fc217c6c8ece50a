using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Storage;

/// <summary>
/// Small values by their names that all processes on one store share: how far the reconciliation has come, the calls of a day,
/// who makes what at a target. Safe for use from many threads; throws <see cref="StoreUnavailableException"/> as the inbox does.
/// </summary>
public interface ISharedValues
{
    /// <summary>The value of a name; null when there is none.</summary>
    Task<string?> ReadAsync(string name, CancellationToken cancel);

    /// <summary>Replaces a value, durably when the task ends.</summary>
    /// <param name="name">Which.</param>
    /// <param name="expected">What has to be there; null for nothing.</param>
    /// <param name="value">What is there from now on.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False, with nothing changed, when something else was there: another process has replaced it.</returns>
    Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancel);
}
