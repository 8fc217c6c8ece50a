namespace SmarterMeasure.Connector.Sqlite;

/// <summary>The writes to a table of values by their names. Belongs to the writer's thread.</summary>
internal sealed class NamedValueTable
{
    private readonly WriteSession _session;
    private readonly Statement _add;
    private readonly Statement _replace;

    public NamedValueTable(WriteSession session, NamedValues table)
    {
        _session = session;
        _add = session.Prepare($"INSERT OR IGNORE INTO {table.Table} (name, {table.Column}) VALUES (?1, ?2)");
        _replace = session.Prepare(
            $"UPDATE {table.Table} SET {table.Column} = ?2 WHERE name = ?1 AND {table.Column} = ?3");
    }

    /// <inheritdoc cref="Storage.ISharedValues.ReplaceAsync"/>
    public bool Replace(string name, string? expected, string value)
    {
        using (var run = expected is null
            ? _add.Start().Bind(name).Bind(value)
            : _replace.Start().Bind(name).Bind(value).Bind(expected))
            run.Step();
        return _session.Changed == 1;
    }
}
