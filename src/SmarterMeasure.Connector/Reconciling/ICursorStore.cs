using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Reconciling;

/// <summary>
/// Keeps how far something has come: the reconciliation, the calls of a day, who makes what at a target. Shared by all
/// processes on one store. Safe for use from many threads; throws <see cref="StoreUnavailableException"/> as the inbox does.
/// </summary>
public interface ICursorStore
{
    /// <summary>The cursor of a name; null when there is none.</summary>
    Task<string?> ReadAsync(string name, CancellationToken cancel);

    /// <summary>Moves a cursor, durably when the task ends.</summary>
    /// <param name="name">Which.</param>
    /// <param name="expected">Where it has to stand; null for nowhere.</param>
    /// <param name="value">Where it stands from now on.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>False, with nothing changed, when it stood elsewhere: another process has moved it.</returns>
    Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancel);
}
