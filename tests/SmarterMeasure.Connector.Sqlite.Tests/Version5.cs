namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>What the fifth version of the program made of the fourth one's file. Never changes.</summary>
internal static class Version5
{
    /// <summary>To be run on a file with the rows of version 4, where the function <c>key_hash</c> is known.</summary>
    public const string Changes = """
        PRAGMA foreign_keys = OFF;
        CREATE TABLE event_of_5 (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            dedup_key TEXT NOT NULL, key_hash INTEGER NOT NULL, callback_id TEXT, event TEXT, user_id TEXT, section TEXT,
            format TEXT NOT NULL, body_hash BLOB NOT NULL, occurred_at INTEGER, received_at INTEGER NOT NULL,
            last_received_at INTEGER NOT NULL, delivery_count INTEGER NOT NULL DEFAULT 1, state TEXT NOT NULL, reason TEXT,
            attempts INTEGER NOT NULL DEFAULT 0, excused INTEGER NOT NULL DEFAULT 0, due_at INTEGER,
            is_head INTEGER NOT NULL DEFAULT 0,
            order_at INTEGER AS (coalesce(occurred_at, received_at)), era INTEGER AS (id >> 12)
        ) STRICT;
        INSERT INTO event_of_5
            SELECT id, dedup_key, key_hash(dedup_key), callback_id, event, user_id, section, format, body_hash, occurred_at,
                received_at, last_received_at, delivery_count, state, reason, attempts, excused, due_at, is_head
            FROM event ORDER BY id;
        DELETE FROM sqlite_sequence WHERE name = 'event_of_5';
        INSERT INTO sqlite_sequence (name, seq) SELECT 'event_of_5', seq FROM sqlite_sequence WHERE name = 'event';
        DROP TABLE event;
        ALTER TABLE event_of_5 RENAME TO event;
        CREATE INDEX event_key ON event (era, key_hash);
        CREATE INDEX event_order ON event (user_id, is_head DESC, order_at) WHERE due_at IS NOT NULL;
        CREATE INDEX event_due ON event (due_at) WHERE is_head = 1;
        CREATE INDEX event_result ON event (user_id, section, order_at) WHERE section IS NOT NULL;
        CREATE TABLE key_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT, event_id INTEGER NOT NULL, key_hash INTEGER NOT NULL
        ) STRICT;
        PRAGMA user_version = 5;
        """;
}
