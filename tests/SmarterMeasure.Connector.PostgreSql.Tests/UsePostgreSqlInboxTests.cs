using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

public sealed class UsePostgreSqlInboxTests
{
    [Fact]
    public async Task The_configured_database_serves_as_inbox_and_ledger_and_is_left_with_the_host()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var database = new PostgreSqlDatabase();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SmarterMeasure:VerificationKeys:0:Key"] = "not-a-real-key",
            ["SmarterMeasure:Inbox:Provider"] = "PostgreSql",
            ["SmarterMeasure:Inbox:ConnectionString"] = database.ConnectionString + ";Search Path=readiness",
        });
        builder.Services.AddSmarterMeasureCore().UsePostgreSqlInbox();
        using var beside = database.OpenBeside();
        using (var host = builder.Build())
        {
            var inbox = host.Services.GetRequiredService<IInbox>();
            await inbox.OpenAsync(cancel);

            await inbox.AcceptAsync(Samples.Event("a"), cancel);

            Assert.Same(inbox, host.Services.GetRequiredService<ILedger>());
            Assert.Single(await host.Services.GetRequiredService<IInboxOperations>()
                .ListAsync(EventFilter.All, cancel).ToListAsync(cancel));
            Assert.NotNull(host.Services.GetRequiredService<ILedgerOperations>());
            Assert.NotNull(host.Services.GetRequiredService<IRetention>());
            Assert.True(await host.Services.GetRequiredService<ICredentialStore>().ReplaceAsync("lms", null, "secret", cancel));
            Assert.Equal(1L, Number("SELECT count(*) FROM readiness.event"));
        }

        while (Number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") > 1)
            await Task.Delay(5, cancel);

        long Number(string sql)
        {
            using var command = beside.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }
    }
}
