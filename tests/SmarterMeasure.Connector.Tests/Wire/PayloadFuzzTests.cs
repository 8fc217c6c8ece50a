using System.Text;
using System.Text.Json;
using System.Xml;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

/// <summary>Bodies with random faults, the same in every run: they are read or refused, and nothing else happens.</summary>
public sealed class PayloadFuzzTests
{
    private const int Inputs = 100_000;

    private static readonly string[] JsonSeeds =
    [
        Payloads.SectionStartJson,
        Payloads.CreatedJson,
        """{"a":"\u00e9\ud83d\ude00\n","é":[1,-2.5e+3,true,null,{"b":[]},"\\"],"c":{"d":"ü"}}""",
    ];

    private static readonly string[] XmlSeeds =
    [
        Payloads.SectionStartXml,
        Payloads.CreatedXml,
        """<?xml version="1.0"?><!-- c --><a xmlns:c="urn:c" b="1 &amp; &#x41;" c:d='2'>x<![CDATA[<&]]>&lt;<?p i?><c:e/> é<b> </b></a>""",
    ];

    [Fact]
    public void JSON_is_accepted_when_and_only_when_JsonDocument_accepts_it()
    {
        var accepted = 0;
        foreach (var body in Mutants(JsonSeeds, "{}[]\",:\\u0\t-.eE tfn\u00e9", seed: 20_260_203))
        {
            var fault = Reading.FaultOf(PayloadFormat.Json, body);
            using var document = ParseJson(body);

            // The one difference: half a surrogate pair, which JsonDocument notices only when it is asked for the string.
            var isExpected = document is not null && JsonComparison.IsAllText(document.RootElement);
            Assert.True(isExpected == (fault is null), $"{fault?.Message}: {Encoding.UTF8.GetString(body)}");
            if (isExpected)
            {
                accepted++;
                var reader = new JsonPayloadReader(body);
                JsonComparison.AssertSame(document!.RootElement, ref reader);
            }

            AssertEnvelope(body, fault);
            AssertTyped(PayloadFormat.Json, body, fault);
        }

        Assert.InRange(accepted, Inputs / 50, Inputs / 2);
    }

    [Fact]
    public void XML_is_accepted_when_and_only_when_XmlReader_accepts_it_but_for_namespaces()
    {
        var accepted = 0;
        foreach (var body in Mutants(XmlSeeds, "<>/?!-[]&;#x=\"' :a\r\u00e9", seed: 20_260_204))
        {
            var fault = Reading.FaultOf(PayloadFormat.Xml, body);
            if (fault is null)
                accepted++;

            // Between two: prefixes are not resolved, so that one that is declared nowhere goes unnoticed. And XmlReader
            // takes any version that begins with 1.0, and more encodings, but no blanks before the declaration.
            var isExpected = fault is null
                ? Accepts(WithoutNamespaces(body.AsSpan().TrimStart(" \t\r\n"u8).ToArray()))
                : IsDeclarationFault(fault, body) || !Accepts(WithNamespaces(body));
            Assert.True(isExpected, $"{fault?.Message}: {Encoding.UTF8.GetString(body)}");
            AssertEnvelope(body, fault);
            AssertTyped(PayloadFormat.Xml, body, fault);
        }

        Assert.InRange(accepted, Inputs / 50, Inputs / 2);
    }

    private static IEnumerable<byte[]> Mutants(string[] seeds, string alphabet, int seed)
    {
        var random = new Random(seed);
        var bodies = Array.ConvertAll(seeds, Encoding.UTF8.GetBytes);
        var letters = alphabet.Select(letter => Encoding.UTF8.GetBytes([letter])).ToArray();
        for (var i = 0; i < Inputs; i++)
        {
            var body = bodies[random.Next(bodies.Length)].ToList();
            for (var faults = random.Next(1, 4); faults > 0; faults--)
                Mutate(body);
            yield return [.. body];
        }

        void Mutate(List<byte> body)
        {
            var at = random.Next(body.Count);
            var length = random.Next(1, Math.Min(12, body.Count - at + 1));
            switch (random.Next(6))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body[at] ^= (byte)(1 << random.Next(7));
                    break;
                case 2:
                    body.InsertRange(at, letters[random.Next(letters.Length)]);
                    break;
                case 3:
                    body.RemoveRange(at, length);
                    break;
                case 4:
                    body.InsertRange(at, body.GetRange(random.Next(body.Count - length), length));
                    break;
                default:
                    var letter = letters[random.Next(letters.Length)];
                    body.RemoveAt(at);
                    body.InsertRange(at, letter);
                    break;
            }

            if (body.Count == 0)
                body.Add((byte)' ');
        }
    }

    private static void AssertEnvelope(byte[] body, PayloadException? fault)
    {
        var envelope = EnvelopeReader.Read(body);
        if (fault is not null)
            Assert.NotNull(envelope.QuarantineReason);
    }

    private static void AssertTyped(PayloadFormat format, byte[] body, PayloadException? fault)
    {
        try
        {
            CallbackReading.Read(format, body);
            Assert.Null(fault);
        }
        catch (PayloadException)
        {
            // Refused, which is all right of any of these bodies.
        }
    }

    private static JsonDocument? ParseJson(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsDeclarationFault(PayloadException fault, byte[] body) =>
        fault.Offset == 0 && body.AsSpan().StartsWith("<?xml"u8);

    private static bool Accepts(XmlReader reader)
    {
        try
        {
            using (reader)
            {
                while (reader.Read())
                {
                }
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static XmlReader WithNamespaces(byte[] body) => XmlReader.Create(new MemoryStream(body));

    private static XmlTextReader WithoutNamespaces(byte[] body) => new(new MemoryStream(body))
    {
        DtdProcessing = DtdProcessing.Prohibit,
        EntityHandling = EntityHandling.ExpandEntities,
        Namespaces = false,
        Normalization = true,
        XmlResolver = null,
    };
}
