using SmarterMeasure.Connector.Conformance;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

public sealed class PostgreSqlInbox() : InboxConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlLanes() : LaneConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlLedger() : LedgerConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlModel() : ModelConformance(static () => new PostgreSqlDatabase());

public sealed class PostgreSqlOrder() : OrderConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlReading() : ReadingConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlReplays() : ReplayConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlRetries() : RetryConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlStandings() : StandingConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlPurges() : PurgeConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlErasures() : EraseConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlMappings() : MappingConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlPlaces() : PlaceConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlAttempts() : AttemptConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlCredentialRules() : CredentialConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlResults() : ResultConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlCursors() : CursorConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlClaims() : ClaimConformance(new PostgreSqlDatabase());

public sealed class PostgreSqlRegistrations() : RegistrationConformance(new PostgreSqlDatabase());
