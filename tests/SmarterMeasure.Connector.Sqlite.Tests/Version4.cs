namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>What the fourth version of the program made of the third one's schema. Never changes.</summary>
internal static class Version4
{
    public const string Schema = Version3.Schema + """

        ALTER TABLE event ADD COLUMN section TEXT;
        DROP INDEX event_completed;
        CREATE INDEX event_result ON event (user_id, section, order_at) WHERE section IS NOT NULL;
        CREATE TABLE cursor (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE erased (student TEXT PRIMARY KEY, erased_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        PRAGMA user_version = 4;
        """;

    /// <summary>The same rows.</summary>
    public const string Rows = Version3.Rows;
}
