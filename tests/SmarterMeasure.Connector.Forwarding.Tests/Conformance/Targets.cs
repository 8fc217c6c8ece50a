using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

internal static class Targets
{
    public static SmarterMeasureBuilder AddAllTargets(this SmarterMeasureBuilder builder) =>
        builder.AddCanvas().AddBrightspace().AddBlackboard().AddMoodle().AddEthos().AddOneRoster().AddXApi()
            .AddRest("Registrar", RegistrarSchool.Target(Repetition.SetsState));
}
