using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Retention;

namespace SmarterMeasure.Connector.Sqlite.Tests;

public sealed class UseSqliteInboxTests
{
    [Fact]
    public async Task The_configured_file_serves_as_inbox_and_ledger_and_is_closed_with_the_host()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var database = new SqliteDatabase();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SmarterMeasure:VerificationKeys:0:Key"] = "not-a-real-key",
            ["SmarterMeasure:Inbox:ConnectionString"] = database.ConnectionString,
        });
        builder.Services.AddSmarterMeasureCore().UseSqliteInbox();
        using (var host = builder.Build())
        {
            var inbox = host.Services.GetRequiredService<IInbox>();
            await inbox.OpenAsync(cancel);

            await inbox.AcceptAsync(Samples.Event("a"), cancel);

            Assert.Same(inbox, host.Services.GetRequiredService<ILedger>());
            var events = host.Services.GetRequiredService<IInboxOperations>();
            Assert.Equal(1, await events.ListAsync(EventFilter.All, cancel).CountAsync(cancel));
            var deliveries = host.Services.GetRequiredService<ILedgerOperations>();
            Assert.Equal(0, await deliveries.ListAsync(DeliveryFilter.All, cancel).CountAsync(cancel));
            Assert.Equal(1, (await host.Services.GetRequiredService<IRetention>().EraseAsync("71", cancel)).Events);
            var credentials = host.Services.GetRequiredService<ICredentialStore>();
            Assert.True(await credentials.ReplaceAsync("lms", null, "secret", cancel));
            Assert.True(File.Exists(database.Path + "-wal"));
        }

        Assert.True(File.Exists(database.Path));
        Assert.False(File.Exists(database.Path + "-wal"));
    }
}
