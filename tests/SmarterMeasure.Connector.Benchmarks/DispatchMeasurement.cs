using SmarterMeasure.Connector.Benchmarks.Dispatch;

namespace SmarterMeasure.Connector.Benchmarks;

/// <summary>The generated dispatcher beside Mediator.SourceGenerator.</summary>
internal static class DispatchMeasurement
{
    public static void Run()
    {
        var run = InProcessBenchmarks.Run<DispatchBenchmarks>();
        Figures.Print(
            ("dispatch.ns", run.Nanoseconds(nameof(DispatchBenchmarks.Static))),
            ("dispatch.bytes", run.Bytes(nameof(DispatchBenchmarks.Static))),
            ("dispatch.instance_ns", run.Nanoseconds(nameof(DispatchBenchmarks.Instance))),
            ("dispatch.instance_bytes", run.Bytes(nameof(DispatchBenchmarks.Instance))),
            ("mediator.ns", run.Nanoseconds(nameof(DispatchBenchmarks.Mediator))),
            ("mediator.bytes", run.Bytes(nameof(DispatchBenchmarks.Mediator))),
            ("mediator.known_type_ns", run.Nanoseconds(nameof(DispatchBenchmarks.MediatorOfKnownType))));
    }
}
