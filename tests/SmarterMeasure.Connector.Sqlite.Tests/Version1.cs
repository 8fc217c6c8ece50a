namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>The schema as the first version of the program made it. Never changes.</summary>
internal static class Version1
{
    public const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            dedup_key TEXT NOT NULL UNIQUE,
            callback_id TEXT,
            event TEXT,
            user_id TEXT,
            format TEXT NOT NULL,
            body_hash BLOB NOT NULL,
            occurred_at INTEGER,
            received_at INTEGER NOT NULL,
            last_received_at INTEGER NOT NULL,
            delivery_count INTEGER NOT NULL DEFAULT 1,
            state TEXT NOT NULL,
            reason TEXT,
            attempts INTEGER NOT NULL DEFAULT 0,
            excused INTEGER NOT NULL DEFAULT 0,
            due_at INTEGER,
            is_head INTEGER NOT NULL DEFAULT 0,
            order_at INTEGER AS (coalesce(occurred_at, received_at))
        ) STRICT;
        CREATE INDEX event_lane ON event (user_id, is_head DESC, order_at)
            WHERE state IN ('received', 'handling', 'retrying');
        CREATE INDEX event_due ON event (due_at) WHERE is_head = 1;
        CREATE TABLE event_body (
            event_id INTEGER PRIMARY KEY REFERENCES event (id) ON DELETE CASCADE,
            body BLOB NOT NULL
        ) STRICT;
        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id INTEGER NOT NULL,
            callback_id TEXT NOT NULL,
            destination TEXT NOT NULL,
            operation TEXT NOT NULL,
            subject TEXT NOT NULL,
            version INTEGER NOT NULL,
            payload TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT,
            attempts INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            due_at INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (destination, operation)
        ) STRICT;
        CREATE INDEX delivery_subject ON delivery (destination, subject, version);
        CREATE INDEX delivery_due ON delivery (destination, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX delivery_open ON delivery (destination, state, subject) WHERE state NOT IN ('delivered', 'superseded');
        PRAGMA user_version = 1;
        """;

    /// <summary>
    /// Rows in every state. User 71 has a lane whose head is the oldest, as it was by the rules of version 1; user 72 has
    /// one with a leased event.
    /// </summary>
    public const string Rows = """
        INSERT INTO event (id, dedup_key, callback_id, event, user_id, format, body_hash, occurred_at, received_at,
            last_received_at, delivery_count, state, reason, attempts, excused, due_at, is_head)
        VALUES
            (1, 'a' || char(31) || 'e', 'a', 'e', '71', 'json', x'01', 1030000, 1000000, 1000000, 1, 'received', NULL, 0, 0, 1000000, 0),
            (2, 'b' || char(31) || 'e', 'b', 'e', '71', 'json', x'02', 1000000, 1000001, 1000001, 3, 'retrying', 'handler_failed', 2, 1, 1000000, 1),
            (3, 'c' || char(31) || 'e', 'c', 'e', '72', 'xml', x'03', NULL, 1000002, 1000002, 1, 'handling', NULL, 1, 0, 1000500, 1),
            (4, 'd' || char(31) || 'e', 'd', 'e', '72', 'json', x'04', 1000, 1000003, 1000003, 1, 'received', NULL, 0, 0, 1000003, 0),
            (5, 'e' || char(31) || 'e', 'E', 'e', '73', 'json', x'05', NULL, 1000004, 1000004, 1, 'handled', NULL, 1, 0, NULL, 0),
            (6, 'f' || char(31) || 'e', 'f', 'e', '73', 'json', x'06', NULL, 1000005, 1000005, 1, 'dead', 'handler_failed', 5, 0, NULL, 0),
            (7, 'sha256:07', NULL, NULL, NULL, 'unknown', x'07', NULL, 1000006, 1000006, 1, 'quarantined', 'unreadable_json', 0, 0, NULL, 0),
            (8, 'e' || char(31) || 'e' || char(31) || '08', 'E', 'e', '73', 'json', x'08', NULL, 1000007, 1000007, 1, 'conflict', 'same_id_other_body', 0, 0, NULL, 0);
        INSERT INTO event_body SELECT id, CAST('body ' || id AS BLOB) FROM event;
        INSERT INTO delivery (id, event_id, callback_id, destination, operation, subject, version, payload, state, reason,
            attempts, failures, due_at, created_at, updated_at)
        SELECT value, 5, 'E', 'canvas', 'op' || value, 'subject' || value, value,
            '{"student":{"userId":"73"},"section":"s"}',
            CASE value WHEN 1 THEN 'pending' WHEN 2 THEN 'sending' WHEN 3 THEN 'delivered' WHEN 4 THEN 'retrying'
                WHEN 5 THEN 'unmatched' WHEN 6 THEN 'superseded' ELSE 'dead' END,
            NULL, 1, 0, CASE WHEN value IN (1, 2, 4, 5) THEN 1000000 END, 1000000, 1000000
        FROM json_each('[1,2,3,4,5,6,7]');
        """;
}
