using System.Text;
using System.Xml;
using System.Xml.Linq;
using CsCheck;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

public sealed class XmlPayloadReaderPropertyTests
{
    private static readonly XNamespace Other = "urn:other";

    private static readonly Gen<XName> Names =
        Gen.OneOf<XName>("user", "score", "value", "a-b", "x.y", "é", "_1", Other + "code", Other + "user");

    private static readonly Gen<XNode> Leaves = Gen.Frequency<XNode>(
        (6, RandomText.OfXml.Select(text => (XNode)new XText(text))),
        (2, RandomText.OfXml.Select(text => (XNode)new XCData(text))),
        (1, RandomText.OfXml.Select(text => (XNode)new XComment(text.Replace("-", "", StringComparison.Ordinal)))),
        (1, RandomText.OfXml.Select(text => (XNode)new XProcessingInstruction("note", text.Replace("?", "", StringComparison.Ordinal)))));

    private static readonly Gen<XElement> Elements = Gen.Recursive<XElement>((depth, element) => Gen.Select(
        Names,
        Gen.Select(Names, RandomText.OfXml).Array[0, 3],
        (depth > 3 ? Leaves : Gen.Frequency((1, Leaves), (2, element.Select(child => (XNode)child)))).Array[0, 4],
        (name, attributes, content) => new XElement(
            name,
            attributes.DistinctBy(attribute => attribute.Item1).Select(attribute => new XAttribute(attribute.Item1, attribute.Item2)),
            content)));

    [Fact]
    public void Random_documents_read_as_XDocument_reads_them() =>
        Gen.Select(Elements, Gen.Bool, Gen.Bool).Select(Write).Sample(xml =>
        {
            var expected = XDocument.Load(new MemoryStream(xml), LoadOptions.PreserveWhitespace);
            var reader = new XmlPayloadReader(xml);
            XmlComparison.AssertSame(expected.Root!, ref reader);
            reader.End();
        }, print: Encoding.UTF8.GetString, iter: 3_000);

    [Fact]
    public void Every_document_cut_short_is_truncated() =>
        Gen.Select(Elements, Gen.Int[0, 10_000]).Select((root, cut) => (Write(root, false, false), cut)).Sample((xml, cut) =>
        {
            var body = xml.AsSpan(0, cut % xml.Length);
            if (Utf8Check.IndexOfInvalid(body) < 0)
                Assert.Equal(PayloadError.Truncated, Reading.FaultOf(PayloadFormat.Xml, body)?.Error);
        }, iter: 3_000);

    private static byte[] Write(XElement root, bool isIndented, bool isEntitized)
    {
        var bytes = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: isIndented),
            Indent = isIndented,
            NewLineChars = "\r\n",
            NewLineHandling = isEntitized ? NewLineHandling.Entitize : NewLineHandling.None,
        };
        using (var writer = XmlWriter.Create(bytes, settings))
            root.WriteTo(writer);
        return bytes.ToArray();
    }
}
