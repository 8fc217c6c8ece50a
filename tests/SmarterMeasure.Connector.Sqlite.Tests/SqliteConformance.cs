using SmarterMeasure.Connector.Conformance;

namespace SmarterMeasure.Connector.Sqlite.Tests;

public sealed class SqliteInbox() : InboxConformance(new SqliteDatabase());

public sealed class SqliteLanes() : LaneConformance(new SqliteDatabase());

public sealed class SqliteLedger() : LedgerConformance(new SqliteDatabase());

public sealed class SqliteModel() : ModelConformance(static () => new SqliteDatabase());

public sealed class SqliteOrder() : OrderConformance(new SqliteDatabase());

public sealed class SqliteReading() : ReadingConformance(new SqliteDatabase());

public sealed class SqliteReplays() : ReplayConformance(new SqliteDatabase());

public sealed class SqliteRetries() : RetryConformance(new SqliteDatabase());

public sealed class SqliteStandings() : StandingConformance(new SqliteDatabase());

public sealed class SqlitePurges() : PurgeConformance(new SqliteDatabase());

public sealed class SqliteErasures() : EraseConformance(new SqliteDatabase());

public sealed class SqliteMappings() : MappingConformance(new SqliteDatabase());

public sealed class SqlitePlaces() : PlaceConformance(new SqliteDatabase());

public sealed class SqliteAttempts() : AttemptConformance(new SqliteDatabase());

public sealed class SqliteCredentialRules() : CredentialConformance(new SqliteDatabase());

public sealed class SqliteResults() : ResultConformance(new SqliteDatabase());

public sealed class SqliteCursors() : CursorConformance(new SqliteDatabase());

public sealed class SqliteClaims() : ClaimConformance(new SqliteDatabase());

public sealed class SqliteRegistrations() : RegistrationConformance(new SqliteDatabase());
