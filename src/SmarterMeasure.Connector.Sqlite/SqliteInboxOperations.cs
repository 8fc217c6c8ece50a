using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The inbox as its operators see it: reads go beside the writer, changes through it.</summary>
internal sealed class SqliteInboxOperations(DatabaseFile file, GroupCommit writer) : IInboxOperations
{
    /// <inheritdoc/>
    public IAsyncEnumerable<EventSummary> ListAsync(EventFilter filter, CancellationToken cancel) =>
        file.ReadPagedAsync(EventReading.Summaries(filter), cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadAsync(EventFilter filter, CancellationToken cancel) =>
        file.ReadPagedAsync(EventReading.Whole(filter), cancel);

    /// <inheritdoc/>
    public Task<ReplayOutcome> ReplayAsync(long id, Envelope envelope, CancellationToken cancel)
    {
        ReplayCandidate.RequireSound(envelope);
        return writer.ChangeAsync(session => session.Replays.Replay(id, envelope), cancel);
    }

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(long id, CancellationToken cancel) =>
        writer.ChangeAsync(session => session.Discards.Event(id), cancel);
}
