using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.PostgreSql;

namespace SmarterMeasure.Connector;

/// <summary>Chooses PostgreSQL as the connector's store.</summary>
public static class PostgreSqlInboxExtensions
{
    /// <summary>
    /// Keeps the inbox and the ledger in the PostgreSQL database (15 or newer) that
    /// <c>SmarterMeasure:Inbox:ConnectionString</c> names. Many nodes may share it. The tables are made at the first
    /// start, in the schema <c>smartermeasure</c> or the one that the connection string's <c>Search Path</c> names.
    /// </summary>
    public static SmarterMeasureBuilder UsePostgreSqlInbox(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new StoreProvider("PostgreSql"));
        builder.Services.AddSingleton(services => new PostgreSqlStore(
            services.GetRequiredService<SettingsSource>().Current.ConnectionString,
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IInbox>(services => services.GetRequiredService<PostgreSqlStore>());
        builder.Services.AddSingleton<ILedger>(services => services.GetRequiredService<PostgreSqlStore>());
        builder.Services.AddSingleton(services => services.GetRequiredService<PostgreSqlStore>().Events);
        builder.Services.AddSingleton(services => services.GetRequiredService<PostgreSqlStore>().Deliveries);
        builder.Services.AddSingleton(services => services.GetRequiredService<PostgreSqlStore>().Retention);
        builder.Services.AddSingleton(services => services.GetRequiredService<PostgreSqlStore>().Credentials);
        builder.Services.AddSingleton(services => services.GetRequiredService<PostgreSqlStore>().Cursors);
        builder.Services.AddSingleton(services => services.GetRequiredService<PostgreSqlStore>().Reported);
        return builder;
    }
}
