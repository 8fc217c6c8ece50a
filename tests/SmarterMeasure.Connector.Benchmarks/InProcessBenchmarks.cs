using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace SmarterMeasure.Connector.Benchmarks;

/// <summary>Runs BenchmarkDotNet in this process: its own projects would need a restore for each run.</summary>
internal sealed class InProcessBenchmarks
{
    private readonly Summary _summary;

    private InProcessBenchmarks(Summary summary) => _summary = summary;

    public static InProcessBenchmarks Run<T>() => new(BenchmarkRunner.Run<T>(ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .WithWarmupCount(25) // Until the last tier of the JIT is through.
            .WithIterationCount(15))
        .AddLogger(ConsoleLogger.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)));

    public double Nanoseconds(string name) => Report(name).ResultStatistics!.Median;

    public double Bytes(string name) =>
        Report(name) is var report ? report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN : double.NaN;

    private BenchmarkReport Report(string name) =>
        _summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == name);
}
