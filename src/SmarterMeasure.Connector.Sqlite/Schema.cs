using SmarterMeasure.Connector.Inbox;
using SQLitePCL;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// The tables. Times are Unix milliseconds; states are words, so that the file can be read with the sqlite3 shell.
/// </summary>
internal static class Schema
{
    /// <summary>
    /// The events that stand in a lane: received, handling, retrying. Written the same way wherever an index is to serve.
    /// Not by their states, because SQLite would build a set of three words for every run of a statement.
    /// </summary>
    public const string OpenEvents = "due_at IS NOT NULL";

    /// <summary>The states of deliveries that a newer one may overtake, or that are under way.</summary>
    public const string OpenDeliveries = "state NOT IN ('delivered', 'superseded')";

    /// <summary>The states of deliveries that are not at their end.</summary>
    public const string WaitingDeliveries = "state IN ('pending', 'sending', 'retrying', 'unmatched', 'blocked')";

    /// <summary>The states of deliveries that wait for a person, who may name another account.</summary>
    public const string UnansweredDeliveries = "state IN ('unmatched', 'blocked')";

    /// <summary>The events that complete an assessment.</summary>
    public const string CompletedEvents = $"event = '{SmarterMeasureEvents.Completed}'";

    /// <summary>The events that tell a result.</summary>
    public const string ResultEvents = "section IS NOT NULL";

    /// <summary>An era is as many ids as have this many bits; see <see cref="SeenKeys"/>. Its index fills about ten pages.</summary>
    public const int EraBits = 12;

    /// <summary>The version that this program makes and knows; kept in the file's <c>user_version</c>.</summary>
    private const int Version = 6;

    /// <summary>The oldest version whose tables can be read.</summary>
    private const int Readable = 1;

    // Ids are never used twice (AUTOINCREMENT): an id is half of a lease's token. Bodies have a table of their own,
    // so that a change of state does not write them again and a listing does not read past them.
    //
    // Lanes: of a user's open events exactly one is the head, and only heads are looked for when work is taken. So
    // taking is a range of event_due, however many events wait or are finished, and event_lane (event_order since version
    // 2) gives a lane's head as its first entry.
    private const string Version1 = $"""
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
            due_at INTEGER,     -- when it may be taken; of a leased one, when the lease ends; null when it is finished
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
            due_at INTEGER,     -- as of an event
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (destination, operation)
        ) STRICT;
        CREATE INDEX delivery_subject ON delivery (destination, subject, version);
        CREATE INDEX delivery_due ON delivery (destination, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX delivery_open ON delivery (destination, state, subject) WHERE {OpenDeliveries};

        PRAGMA user_version = 1;
        """;

    // The head is no longer the oldest of its lane, but the first to have arrived of those within the slack of the
    // oldest: event_order gives the oldest, and those within the slack follow it.
    private static readonly string Version2 = $"""
        DROP INDEX event_lane;
        CREATE INDEX event_order ON event (user_id, is_head DESC, order_at) WHERE {OpenEvents};
        CREATE INDEX event_completed ON event (user_id) WHERE {CompletedEvents};
        CREATE INDEX delivery_event ON delivery (event_id);

        UPDATE event SET is_head = id = coalesce(
            (SELECT id FROM event AS leased INDEXED BY event_order
                WHERE user_id = event.user_id AND {OpenEvents} AND state = 'handling'),
            (SELECT id FROM event AS first INDEXED BY event_order
                WHERE user_id = event.user_id AND {OpenEvents} AND order_at <= {(long)EventOrder.Slack.TotalMilliseconds} + (
                    SELECT min(order_at) FROM event AS oldest INDEXED BY event_order
                    WHERE user_id = event.user_id AND {OpenEvents})
                ORDER BY id LIMIT 1))
        WHERE {OpenEvents};

        PRAGMA user_version = 2;
        """;

    // The student of a result that is gone is the one in the middle of its subject, see DeliveryPlan. What is small comes
    // first: the request may be longer than a page.
    private const string Version3 = """
        ALTER TABLE delivery ADD COLUMN user_id TEXT;       -- null when the student was erased
        ALTER TABLE delivery ADD COLUMN remote_id TEXT;
        ALTER TABLE delivery ADD COLUMN request TEXT;       -- as long as the payload
        UPDATE delivery SET user_id = CASE WHEN payload <> '' THEN payload ->> '$.student.userId' ELSE (
            SELECT nullif(substr(front, 1, length(front) - 1), '') FROM (
                SELECT rtrim(rest, replace(rest, ':', '')) AS front FROM (
                    SELECT substr(subject, instr(subject, ':') + 1) AS rest))) END
        WHERE subject <> 'erased:' || id;
        CREATE INDEX delivery_unmatched ON delivery (destination, user_id) WHERE state = 'unmatched';

        CREATE TABLE account_map (
            user_id TEXT NOT NULL,
            destination TEXT NOT NULL,
            account TEXT NOT NULL,
            PRIMARY KEY (user_id, destination)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE credential (
            name TEXT PRIMARY KEY,
            secret TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        PRAGMA user_version = 3;
        """;

    // A completion is told by its event's name; of other events that older programs took, nobody has noted the section.
    private static readonly string Version4 = $"""
        ALTER TABLE event ADD COLUMN section TEXT;          -- whose result it tells, in lower case
        UPDATE event SET section = '{SectionCodes.Completion.ToLowerInvariant()}' WHERE {CompletedEvents} AND user_id IS NOT NULL;
        DROP INDEX event_completed;
        CREATE INDEX event_result ON event (user_id, section, order_at) WHERE {ResultEvents};

        CREATE TABLE cursor (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE erased (
            student TEXT PRIMARY KEY,                       -- a trace, not the id
            erased_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        PRAGMA user_version = 4;
        """;

    // No two events have the same dedup_key: that is kept by SeenKeys, no more by an index that is as wide as the keys and as
    // random. Only a new table is without it. It gets the same ids, and the counter that keeps them from being used twice.
    private static readonly string Version5 = $"""
        CREATE TABLE event_of_5 (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            dedup_key TEXT NOT NULL,
            key_hash INTEGER NOT NULL,
            callback_id TEXT,
            event TEXT,
            user_id TEXT,
            section TEXT,
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
            order_at INTEGER AS (coalesce(occurred_at, received_at)),
            era INTEGER AS (id >> {EraBits})
        ) STRICT;
        INSERT INTO event_of_5
            SELECT id, dedup_key, {EventKey.FunctionName}(dedup_key), callback_id, event, user_id, section, format, body_hash,
                occurred_at, received_at, last_received_at, delivery_count, state, reason, attempts, excused, due_at, is_head
            FROM event ORDER BY id;
        DELETE FROM sqlite_sequence WHERE name = 'event_of_5';
        INSERT INTO sqlite_sequence (name, seq) SELECT 'event_of_5', seq FROM sqlite_sequence WHERE name = 'event';
        DROP TABLE event;
        ALTER TABLE event_of_5 RENAME TO event;
        CREATE INDEX event_key ON event (era, key_hash);
        CREATE INDEX event_order ON event (user_id, is_head DESC, order_at) WHERE {OpenEvents};
        CREATE INDEX event_due ON event (due_at) WHERE is_head = 1;
        CREATE INDEX event_result ON event (user_id, section, order_at) WHERE {ResultEvents};

        CREATE TABLE key_change (                           -- keys that a replay has given to events
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id INTEGER NOT NULL,
            key_hash INTEGER NOT NULL
        ) STRICT;

        PRAGMA user_version = 5;
        """;

    // What orders results is their rank, which was their version so far.
    private const string Version6 = $"""
        ALTER TABLE delivery ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE delivery ADD COLUMN section TEXT;       -- in lower case; null when an older program stored the row, and of an erased student
        ALTER TABLE delivery ADD COLUMN account TEXT;       -- the one that was claimed at the destination
        UPDATE delivery SET rank = version;
        DROP INDEX delivery_subject;
        CREATE INDEX delivery_subject ON delivery (destination, subject, rank);
        CREATE INDEX delivery_account ON delivery (destination, account, section) WHERE account IS NOT NULL;
        DROP INDEX delivery_unmatched;
        CREATE INDEX delivery_unmatched ON delivery (destination, user_id) WHERE {UnansweredDeliveries};

        PRAGMA user_version = 6;
        """;

    // What version 6 has added to a delivery.
    private const string ColumnsOfVersion6 = "version AS rank, NULL AS section, NULL AS account";

    // What version 3 has added, for a reader of an older file: it changes nothing there.
    private const string AsVersion3 = $"""
        PRAGMA temp_store = MEMORY;
        PRAGMA query_only = OFF;
        CREATE TEMP VIEW delivery AS SELECT *, NULL AS user_id, NULL AS remote_id, NULL AS request, {ColumnsOfVersion6} FROM main.delivery;
        CREATE TEMP VIEW account_map AS SELECT NULL AS user_id, NULL AS destination, NULL AS account WHERE false;
        CREATE TEMP VIEW credential AS SELECT NULL AS name, NULL AS secret WHERE false;
        PRAGMA query_only = ON;
        """;

    // What version 4 has added. Nobody reads an event's section there.
    private const string AsVersion4 = """
        PRAGMA temp_store = MEMORY;
        PRAGMA query_only = OFF;
        CREATE TEMP VIEW cursor AS SELECT NULL AS name, NULL AS value WHERE false;
        CREATE TEMP VIEW erased AS SELECT NULL AS student, NULL AS erased_at WHERE false;
        PRAGMA query_only = ON;
        """;

    private const string AsVersion6 = $"""
        PRAGMA temp_store = MEMORY;
        PRAGMA query_only = OFF;
        CREATE TEMP VIEW delivery AS SELECT *, {ColumnsOfVersion6} FROM main.delivery;
        PRAGMA query_only = ON;
        """;

    /// <summary>Makes the tables in a new file, or brings those of an older program up to date, without a loss.</summary>
    /// <exception cref="StoreUnavailableException">The file was made by a newer program.</exception>
    public static void BringUpToDate(sqlite3 database)
    {
        if (ReadVersion(database) == Version)
            return;

        EventKey.AddFunction(database);
        database.Execute("PRAGMA foreign_keys = OFF"); // A table that is replaced would take the rows along that refer to it.
        database.Execute("BEGIN IMMEDIATE"); // Another process may be about to do the same.
        var found = ReadVersion(database);
        if (found > Version)
        {
            throw new StoreUnavailableException(
                $"The database has schema version {found}, and this program knows {Version}: it needs a newer program.");
        }

        if (found < 1)
            database.Execute(Version1);
        if (found < 2)
            database.Execute(Version2);
        if (found < 3)
            database.Execute(Version3);
        if (found < 4)
            database.Execute(Version4);
        if (found < 5)
            database.Execute(Version5);
        if (found < 6)
            database.Execute(Version6);

        database.Execute("COMMIT");
        database.Execute("PRAGMA foreign_keys = ON");
    }

    /// <summary>Makes sure that a reader knows the tables, and shows it those of an older program as if they were of this.</summary>
    /// <exception cref="StoreUnavailableException">The file was made by a newer program, or by none.</exception>
    public static void PrepareForReading(sqlite3 database)
    {
        var found = ReadVersion(database);
        if (found is < Readable or > Version)
        {
            throw new StoreUnavailableException(
                $"The database has schema version {found}, and this program reads {Readable} to {Version}.");
        }

        if (found < 3)
            database.Execute(AsVersion3);
        if (found < 4)
            database.Execute(AsVersion4);
        if (found is >= 3 and < 6)
            database.Execute(AsVersion6);
    }

    /// <summary>Makes sure that the tables have all that a comparison with the vendor's API needs.</summary>
    /// <exception cref="StoreUnavailableException">The file was made by another version of the program, or by none.</exception>
    public static void PrepareForComparing(sqlite3 database)
    {
        if (ReadVersion(database) is var found && found != Version)
        {
            throw new StoreUnavailableException(
                $"The database has schema version {found}, and this program compares {Version}. Serving brings it up to date.");
        }
    }

    private static long ReadVersion(sqlite3 database)
    {
        using var statement = new Statement(database, "PRAGMA user_version");
        using var version = statement.Start();
        version.Step();
        return version.Integer(0);
    }
}
