using System.Text;
using Microsoft.Data.Sqlite;
using SmarterMeasure.Connector.Storage;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// A statement, prepared once and run many times. Goes to SQLite directly, because a command of the ADO.NET provider
/// would copy each body and allocate per run. Not thread-safe, as its connection.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public string Sql => raw.sqlite3_sql(_handle).utf8_to_string();

    /// <summary>Begins a run. Bind the parameters in their order, then step; disposal ends the run.</summary>
    public Run Start()
    {
        _ = raw.sqlite3_reset(_handle); // Repeats the error of an earlier run, if it had one.
        return new Run(this);
    }

    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(code, _database);
    }

    /// <summary>One run of a statement.</summary>
    internal readonly ref struct Run(Statement statement, int bound = 0) : IStoredRow
    {
        private readonly int _index = bound + 1;

        public Run Bind(long value) => Bound(raw.sqlite3_bind_int64(statement._handle, _index, value));

        public Run Bind(long? value) => value is { } number ? Bind(number) : BindNull();

        public Run Bind(string? value) =>
            value is null ? BindNull() : Bound(raw.sqlite3_bind_text(statement._handle, _index, value));

        public Run BindText(ReadOnlySpan<byte> utf8) => Bound(raw.sqlite3_bind_text(statement._handle, _index, utf8));

        public Run BindBlob(ReadOnlySpan<byte> value) => Bound(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(statement._handle, _index, 0) // An empty span would bind NULL.
            : raw.sqlite3_bind_blob(statement._handle, _index, value));

        /// <summary>Goes to the next row; false when there is none.</summary>
        public bool Step()
        {
            var code = raw.sqlite3_step(statement._handle);
            if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
                statement.Check(code);

            return code == raw.SQLITE_ROW;
        }

        public long Integer(int column) => raw.sqlite3_column_int64(statement._handle, column);

        public int Count(int column) => (int)Integer(column);

        public bool Truth(int column) => Integer(column) == 1;

        public bool IsNull(int column) => raw.sqlite3_column_type(statement._handle, column) == raw.SQLITE_NULL;

        public long? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

        public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement._handle, column));

        public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

        /// <summary>The bytes of a text or blob; valid until the next step.</summary>
        public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement._handle, column);

        public byte[] Copy(int column) => Bytes(column).ToArray();

        public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Integer(column));

        public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

        public void Dispose()
        {
            _ = raw.sqlite3_reset(statement._handle);
            _ = raw.sqlite3_clear_bindings(statement._handle);
        }

        private Run BindNull() => Bound(raw.sqlite3_bind_null(statement._handle, _index));

        private Run Bound(int code)
        {
            statement.Check(code);
            return new Run(statement, _index);
        }
    }
}
