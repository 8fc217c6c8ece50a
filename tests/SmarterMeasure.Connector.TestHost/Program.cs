using SmarterMeasure.Connector;
using SmarterMeasure.Connector.TestHost;

// The connector as a school publishes it, with the store that the configuration names: for the measurements and
// the crash test. With "empty" as its first argument, what the same server does when it only drains the body.
if (args is ["empty", .. var rest])
{
    await EmptyEndpoint.RunAsync(rest);
    return 0;
}

var builder = WebApplication.CreateSlimBuilder(args);
var connector = builder.AddSmarterMeasure().AddGeneratedHandlers().AddSmarterMeasureApi()
    .AddCanvas().AddBrightspace().AddBlackboard().AddMoodle().AddEthos().AddOneRoster().AddXApi();
if (builder.Configuration["SmarterMeasure:Inbox:Provider"] == "PostgreSql")
    connector.UsePostgreSqlInbox();
else
    connector.UseSqliteInbox();
var app = builder.Build();
app.MapSmarterMeasure();
app.MapHealthChecks("/healthz");
return await app.RunSmarterMeasureAsync(args);
