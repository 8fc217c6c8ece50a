using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Retention;
using SmarterMeasure.Connector.Sqlite;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector;

/// <summary>Chooses SQLite as the connector's store.</summary>
public static class SqliteInboxExtensions
{
    /// <summary>
    /// Keeps the inbox and the ledger in the SQLite file that <c>SmarterMeasure:Inbox:ConnectionString</c> names, by
    /// default <c>smartermeasure.db</c> in the working directory. For one node; the file is made at the first start.
    /// </summary>
    public static SmarterMeasureBuilder UseSqliteInbox(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new StoreProvider("Sqlite"));
        builder.Services.AddSingleton(services => new SqliteStore(
            services.GetRequiredService<SettingsSource>().Current.ConnectionString,
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IInbox>(services => services.GetRequiredService<SqliteStore>());
        builder.Services.AddSingleton<ILedger>(services => services.GetRequiredService<SqliteStore>());
        builder.Services.AddSingleton(services => services.GetRequiredService<SqliteStore>().Events);
        builder.Services.AddSingleton(services => services.GetRequiredService<SqliteStore>().Deliveries);
        builder.Services.AddSingleton<IRetention>(services => services.GetRequiredService<SqliteStore>().Retention);
        builder.Services.AddSingleton<ICredentialStore>(services => services.GetRequiredService<SqliteStore>().Credentials);
        builder.Services.AddSingleton<ISharedValues>(services => services.GetRequiredService<SqliteStore>().Cursors);
        builder.Services.AddSingleton(services => services.GetRequiredService<SqliteStore>().Reported);
        return builder;
    }
}
