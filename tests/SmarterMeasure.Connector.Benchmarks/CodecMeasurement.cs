using System.Diagnostics;
using SmarterMeasure.Connector.Benchmarks.Codecs;
using SmarterMeasure.Connector.Benchmarks.Xml;

namespace SmarterMeasure.Connector.Benchmarks;

/// <summary>
/// The readers beside their peers: JSON in a Native AOT binary, XML under JIT, where XmlSerializer belongs. BenchmarkDotNet
/// has its say on both, but measures one after another; the ratios come from runs in turn.
/// </summary>
internal static class CodecMeasurement
{
    public static async Task RunAsync(string aotBinary)
    {
        var json = await RunAotAsync(aotBinary);
        var xml = MeasureXml();
        var jit = MeasureUnderJit();
        Console.WriteLine($"{json[..^1]}, {jit[1..^1]}, {xml[1..]}");
    }

    private static async Task<string> RunAotAsync(string binary)
    {
        Console.WriteLine("JSON, Native AOT:");
        using var process = Process.Start(new ProcessStartInfo(Path.GetFullPath(binary)) { RedirectStandardOutput = true })!;
        var last = "";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            Console.WriteLine(last = line);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? last : throw new InvalidOperationException($"The binary ended with {process.ExitCode}.");
    }

    private static string MeasureXml()
    {
        Console.WriteLine("XML, JIT:");
        var full = OurReaders.FullXml(Bodies.Xml);
        Peers.Require(Peers.Text(full) == Peers.Text(OurReaders.FullJson(Bodies.Json)));
        Peers.Require(Peers.Text(full) == Peers.Text(XmlPeer.ToRecord(XmlPeer.Read(Bodies.Xml))));

        object? sink = null;
        var measured = Interleaved.Measure(
            TimeSpan.FromSeconds(2),
            ("xml", count => { for (var i = 0; i < count; i++) sink = OurReaders.FullXml(Bodies.Xml); }),
            ("xml.serializer", count => { for (var i = 0; i < count; i++) sink = XmlPeer.Read(Bodies.Xml); }));
        GC.KeepAlive(sink);
        return Figures.Format(
            ("xml.body_bytes", Bodies.Xml.Length),
            ("xml.ns", measured.Nanoseconds("xml")),
            ("xml.serializer_ns", measured.Nanoseconds("xml.serializer")),
            ("xml.bytes_ratio", measured.Bytes("xml") / measured.Bytes("xml.serializer")),
            ("xml.speedup", measured.Speedup("xml", "xml.serializer")));
    }

    private static string MeasureUnderJit()
    {
        var run = InProcessBenchmarks.Run<CodecBenchmarks>();
        return Figures.Format(
            ("json.full.jit_ns", run.Nanoseconds(nameof(CodecBenchmarks.JsonFull))),
            ("json.full.jit_stj_ns", run.Nanoseconds(nameof(CodecBenchmarks.JsonFullSystemTextJson))),
            ("json.slim.jit_ns", run.Nanoseconds(nameof(CodecBenchmarks.JsonSlim))),
            ("json.slim.jit_stj_ns", run.Nanoseconds(nameof(CodecBenchmarks.JsonSlimSystemTextJson))),
            ("xml.benchmark_ns", run.Nanoseconds(nameof(CodecBenchmarks.Xml))),
            ("xml.serializer.benchmark_ns", run.Nanoseconds(nameof(CodecBenchmarks.XmlSerializer))));
    }
}
