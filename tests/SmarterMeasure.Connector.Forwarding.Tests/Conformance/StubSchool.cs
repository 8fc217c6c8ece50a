using FakeCampus.Serving;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>A school whose target is a stub on the common base.</summary>
internal abstract class StubSchool<TStub> : School
    where TStub : StubServer
{
    protected StubSchool(Func<SchoolClock, TStub> stub)
    {
        Stub = stub(Clock);
        Faults = new StubFaultPlan(Stub);
    }

    public TStub Stub { get; }

    public override IFaults Faults { get; }

    public override IReadOnlyList<string> Violations => [.. Stub.Violations.All.Select(each => $"{each.Key} {each.Value}")];

    public override long RequestCount => Stub.RequestCount;

    public int RefusedTokens => Stub.Requests.Count(request => request.Status == 401);

    public override Task StartAsync(CancellationToken cancel) => Stub.StartAsync(cancel);

    public override ValueTask DisposeAsync() => Stub.DisposeAsync();
}
