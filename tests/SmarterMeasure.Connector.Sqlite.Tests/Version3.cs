namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>What the third version of the program made of the second one's schema. Never changes.</summary>
internal static class Version3
{
    public const string Schema = Version2.Schema + """

        ALTER TABLE delivery ADD COLUMN user_id TEXT;
        ALTER TABLE delivery ADD COLUMN remote_id TEXT;
        ALTER TABLE delivery ADD COLUMN request TEXT;
        CREATE INDEX delivery_unmatched ON delivery (destination, user_id) WHERE state = 'unmatched';
        CREATE TABLE account_map (
            user_id TEXT NOT NULL, destination TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (user_id, destination)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE credential (name TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT, WITHOUT ROWID;
        PRAGMA user_version = 3;
        """;

    /// <summary>The same rows, with the students that this version keeps.</summary>
    public const string Rows = Version2.Rows + """

        UPDATE delivery SET user_id = iif(id = 8, '74', payload ->> '$.student.userId') WHERE id <> 9;
        """;
}
