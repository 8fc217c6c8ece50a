using OwnTarget;
using Refit;
using SmarterMeasure.Connector;
using SmarterMeasure.Connector.Forwarding;

// A school whose registrar takes readiness through a REST interface of its own: docs/custom-rest.md.
var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSmarterMeasure()
       .AddGeneratedHandlers()
       .UseSqliteInbox()
       .AddRest("Registrar", new RestTarget<IRegistrarApi>
       {
           Refit = RefitSettings.ForJsonContext(RegistrarJson.Default),
           Accepts = result => result.Readiness is not null && result.Student.InternalId is not null,
           Send = (api, delivery, cancel) => api.PutAsync(
               delivery.MappedTo ?? delivery.Result.Student.InternalId!,
               delivery.Result.Section,
               new Readiness(delivery.Result.Readiness!, delivery.Result.Percent),
               cancel),
       });
var app = builder.Build();
app.MapSmarterMeasure();
return await app.RunSmarterMeasureAsync(args);
