using Npgsql;
using NpgsqlTypes;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>
/// Statements that go to the server together, in one round trip. Each sees what was committed before it began, so one
/// that comes after a lock sees what the lock's earlier holder did. Without <see cref="Begin"/> they are one transaction.
/// </summary>
internal sealed class StatementBatch : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch;
    private readonly bool _isPrepared;
    private NpgsqlBatchCommand? _last;

    /// <param name="connection">Runs it.</param>
    /// <param name="timeout">How long it may take; null for what the connection string says.</param>
    public StatementBatch(NpgsqlConnection connection, TimeSpan? timeout = null)
    {
        _batch = connection.CreateBatch();
        _isPrepared = timeout is null; // What takes long is run too seldom for that.
        if (timeout is { } given)
            _batch.Timeout = given == Timeout.InfiniteTimeSpan ? 0 : (int)given.TotalSeconds;
    }

    /// <summary>Begins a transaction that lasts beyond the batch.</summary>
    public StatementBatch Begin() => Add("BEGIN ISOLATION LEVEL READ COMMITTED");

    /// <summary>Ends the transaction. Does nothing if a statement before it failed.</summary>
    public StatementBatch Commit() => Add("COMMIT");

    public StatementBatch Add(string sql)
    {
        _batch.BatchCommands.Add(_last = new NpgsqlBatchCommand(sql));
        return this;
    }

    /// <summary>Gives the last statement its next parameter.</summary>
    public StatementBatch Bind<T>(T value) where T : notnull
    {
        _last!.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return this;
    }

    /// <inheritdoc cref="Bind{T}"/>
    public StatementBatch BindText(string? value) => BindNullable(value, NpgsqlDbType.Text);

    /// <inheritdoc cref="Bind{T}"/>
    public StatementBatch BindNumber(long? value) => BindNullable(value, NpgsqlDbType.Bigint);

    /// <summary>Runs the statements, for those that give no rows.</summary>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        await PrepareAsync(cancel);
        await _batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Runs the statements and reads the rows of one among those that give any.</summary>
    /// <param name="read">Makes of a row what the caller wants.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <param name="set">Which of them.</param>
    public async Task<List<T>> ReadAsync<T>(Func<Row, T> read, CancellationToken cancel, int set = 0)
    {
        await PrepareAsync(cancel);
        var rows = new List<T>();
        await using var reader = await _batch.ExecuteReaderAsync(cancel);
        var current = 0;
        do
        {
            while (current == set && await reader.ReadAsync(cancel))
                rows.Add(read(new Row(reader)));

            current++;
        }
        while (await reader.NextResultAsync(cancel)); // To the very end: an error of the last statement shows only there.

        return rows;
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    /// <summary>Costs a round trip when a connection meets a statement for the first time.</summary>
    private Task PrepareAsync(CancellationToken cancel) => _isPrepared ? _batch.PrepareAsync(cancel) : Task.CompletedTask;

    private StatementBatch BindNullable(object? value, NpgsqlDbType type)
    {
        _last!.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return this;
    }

    /// <summary>The row that is being read.</summary>
    internal readonly struct Row(NpgsqlDataReader reader) : IStoredRow
    {
        public bool IsNull(int column) => reader.IsDBNull(column);

        public long Integer(int column) => reader.GetInt64(column);

        public long? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

        public int Count(int column) => reader.GetInt32(column);

        public bool Truth(int column) => reader.GetBoolean(column);

        public string Text(int column) => reader.GetString(column);

        public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

        public byte[] Copy(int column) => reader.GetFieldValue<byte[]>(column);

        public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Integer(column));

        public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);
    }
}
