using SmarterMeasure.Connector.Conformance;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

public sealed class PostgreSqlInbox() : InboxConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlLanes() : LaneConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlLedger() : LedgerConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlModel() : ModelConformance(static () => new PostgreSqlDatabase());
