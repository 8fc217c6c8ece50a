using SmarterMeasure.Connector.Codecs.Tests.Shapes;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Codecs.Tests;

/// <summary>Random payloads in random shapes, read by different ways to the same value.</summary>
public sealed class DifferentialTests
{
    private const int Samples = 1_000;

    public static TheoryData<string> Payloads => Payload.Names;

    [Theory]
    [MemberData(nameof(Payloads))]
    public void The_json_reader_gives_what_system_text_json_gives(string payload) =>
        Payload.All[payload].Check(Samples, sample =>
        {
            var body = JsonShape.Write(sample.Root, sample.Number, isForPeer: true);
            AssertSame(sample.Text, sample.ReadByPeer(body), body);
            AssertSame(sample.Text, Payload.All[payload].Read(PayloadFormat.Json, body), body);
        });

    [Theory]
    [MemberData(nameof(Payloads))]
    public void The_json_reader_takes_all_of_the_vendors_ways(string payload) =>
        Payload.All[payload].Check(Samples, sample =>
        {
            var body = JsonShape.Write(sample.Root, sample.Number);
            AssertSame(sample.Text, Payload.All[payload].Read(PayloadFormat.Json, body), body);
        });

    [Theory]
    [MemberData(nameof(Payloads))]
    public void The_xml_reader_gives_what_the_json_reader_gives(string payload) =>
        Payload.All[payload].Check(Samples, sample =>
        {
            var body = XmlShape.Write(sample.Root, sample.Number);
            AssertSame(sample.Text, Payload.All[payload].Read(PayloadFormat.Xml, body), body);
        });

    [Theory]
    [MemberData(nameof(Payloads))]
    public void What_is_written_reads_back_the_same(string payload) =>
        Payload.All[payload].Check(Samples, sample =>
        {
            var body = sample.Written();
            AssertSame(sample.Text, Payload.All[payload].Read(PayloadFormat.Json, body), body);
            AssertSame(sample.Text, sample.ReadByPeer(body), body);
        });

    private static void AssertSame(string expected, string actual, byte[] body)
    {
        if (expected == actual)
            return;
        const int around = 60;
        var at = Math.Max(0, expected.AsSpan().CommonPrefixLength(actual) - around);
        Assert.Fail($"\nexpected {Part(expected)}\nactual   {Part(actual)}\nbody     {Convert.ToBase64String(body)}");

        string Part(string text) => text[Math.Min(at, text.Length)..Math.Min(at + (2 * around), text.Length)];
    }
}
