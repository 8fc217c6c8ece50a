namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class XApiTruth() : TruthConformance(static () => new RecordStore(("Confirm", "always")));

public sealed class XApiConformance() : TargetConformance(new RecordStore());
