namespace SmarterMeasure.Connector.PostgreSql;

/// <summary>A table of values by their names.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The values' column.</param>
/// <param name="AtReplacement">What else a replacement sets.</param>
/// <param name="ImportStatement">Takes over what another store holds, names and values as arrays.</param>
internal sealed record NamedValues(string Table, string Column, string AtReplacement, string ImportStatement)
{
    /// <summary>The credentials that rotate. Those that were rotated here are the ones that count.</summary>
    public static NamedValues Credentials { get; } = new("credential", "secret", ", is_imported = false", """
        INSERT INTO credential AS known (name, secret, is_imported)
        SELECT name, secret, true FROM unnest($1, $2) AS source (name, secret) ORDER BY name
        ON CONFLICT (name) DO UPDATE SET secret = excluded.secret WHERE known.is_imported
        """);

    /// <summary>How far something has come, see <see cref="Storage.ISharedValues"/>. Where a node here has begun, its own cursor counts.</summary>
    public static NamedValues Cursors { get; } = new("cursor", "value", "", """
        INSERT INTO cursor (name, value) SELECT * FROM unnest($1, $2) AS source (name, value) ORDER BY name
        ON CONFLICT (name) DO NOTHING
        """);
}
