namespace SmarterMeasure.Connector.Sqlite;

/// <summary>A table of values by their names.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The values' column.</param>
internal sealed record NamedValues(string Table, string Column)
{
    /// <summary>The credentials that rotate.</summary>
    public static NamedValues Credentials { get; } = new("credential", "secret");

    /// <summary>How far something has come, see <see cref="Storage.ISharedValues"/>.</summary>
    public static NamedValues Cursors { get; } = new("cursor", "value");
}
