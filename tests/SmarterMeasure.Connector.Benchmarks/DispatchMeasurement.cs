using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using SmarterMeasure.Connector.Benchmarks.Dispatch;

namespace SmarterMeasure.Connector.Benchmarks;

/// <summary>Runs BenchmarkDotNet in this process: its own projects would need a restore for each run.</summary>
internal static class DispatchMeasurement
{
    public static void Run()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default
                .WithToolchain(InProcessEmitToolchain.Instance)
                .WithIterationTime(TimeInterval.FromMilliseconds(100))
                .WithWarmupCount(8)
                .WithIterationCount(15))
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance);
        var summary = BenchmarkRunner.Run<DispatchBenchmarks>(config);
        Figures.Print(
            ("dispatch.ns", Report(summary, nameof(DispatchBenchmarks.Static)).ResultStatistics!.Median),
            ("dispatch.bytes", Bytes(Report(summary, nameof(DispatchBenchmarks.Static)))),
            ("dispatch.instance_ns", Report(summary, nameof(DispatchBenchmarks.Instance)).ResultStatistics!.Median),
            ("dispatch.instance_bytes", Bytes(Report(summary, nameof(DispatchBenchmarks.Instance)))),
            ("mediator.ns", Report(summary, nameof(DispatchBenchmarks.Mediator)).ResultStatistics!.Median),
            ("mediator.bytes", Bytes(Report(summary, nameof(DispatchBenchmarks.Mediator)))),
            ("mediator.known_type_ns", Report(summary, nameof(DispatchBenchmarks.MediatorOfKnownType)).ResultStatistics!.Median));
    }

    private static BenchmarkReport Report(Summary summary, string name) =>
        summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == name);

    private static double Bytes(BenchmarkReport report) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN;
}
