using SmarterMeasure.Connector;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSmarterMeasure()          // configuration section "SmarterMeasure"
       .AddGeneratedHandlers()       // emitted by the generator from ReadinessHandlers
       .UseSqliteInbox()             // one node; or .UsePostgreSqlInbox()
       .AddCanvas();
var app = builder.Build();
app.MapSmarterMeasure();
return await app.RunSmarterMeasureAsync(args);
