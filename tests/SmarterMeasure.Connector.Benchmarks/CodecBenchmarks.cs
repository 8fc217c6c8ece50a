using System.Text.Json;
using BenchmarkDotNet.Attributes;
using SmarterMeasure.Connector.Benchmarks.Codecs;
using SmarterMeasure.Connector.Benchmarks.Xml;

namespace SmarterMeasure.Connector.Benchmarks;

#pragma warning disable CA1822 // Benchmarks are instance methods.

/// <summary>The readers beside their peers under JIT.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    [Benchmark]
    public object JsonFull() => OurReaders.FullJson(Bodies.Json);

    [Benchmark]
    public object? JsonFullSystemTextJson() => JsonSerializer.Deserialize(Bodies.Json, VendorJson.Default.SectionComplete);

    [Benchmark]
    public object JsonSlim() => OurReaders.SlimJson(Bodies.Json);

    [Benchmark]
    public object? JsonSlimSystemTextJson() => JsonSerializer.Deserialize(Bodies.Json, PlainJson.Default.Slim);

    [Benchmark]
    public object Xml() => OurReaders.FullXml(Bodies.Xml);

    [Benchmark]
    public object XmlSerializer() => XmlPeer.Read(Bodies.Xml);
}
