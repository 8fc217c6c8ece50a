namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>What the second version of the program made of the first one's schema. Never changes.</summary>
internal static class Version2
{
    public const string Schema = Version1.Schema + """

        DROP INDEX event_lane;
        CREATE INDEX event_order ON event (user_id, is_head DESC, order_at) WHERE due_at IS NOT NULL;
        CREATE INDEX event_completed ON event (user_id) WHERE event = 'assessment.completed';
        CREATE INDEX delivery_event ON delivery (event_id);
        PRAGMA user_version = 2;
        """;

    /// <summary>The same rows with the heads of this version, a result whose retention has ended, and an erased one.</summary>
    public const string Rows = Version1.Rows + """

        UPDATE event SET is_head = id IN (1, 3);
        INSERT INTO delivery (id, event_id, callback_id, destination, operation, subject, version, payload, state, reason,
            attempts, failures, due_at, created_at, updated_at)
        VALUES
            (8, 99, 'Z', 'canvas', 'section-result:74:reading:2026', 'section-result:74:reading', 1, '', 'delivered', NULL, 1, 0, NULL, 1000000, 1000000),
            (9, 98, 'Y', 'canvas', 'erased:9', 'erased:9', 1, '', 'dead', 'erased', 1, 0, NULL, 1000000, 1000000);
        """;
}
