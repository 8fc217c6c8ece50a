using SmarterMeasure.Connector.Conformance;

namespace SmarterMeasure.Connector.Sqlite.Tests;

public sealed class SqliteInbox() : InboxConformance(new SqliteDatabase());

public sealed class SqliteLanes() : LaneConformance(new SqliteDatabase());

public sealed class SqliteLedger() : LedgerConformance(new SqliteDatabase());

public sealed class SqliteModel() : ModelConformance(static () => new SqliteDatabase());
