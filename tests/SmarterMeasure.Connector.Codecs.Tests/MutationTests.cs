using System.Text;
using System.Text.Json;
using SmarterMeasure.Connector.Codecs.Tests.Shapes;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Codecs.Tests;

/// <summary>
/// A million bodies with random faults, the same in every run: each ends in a value or a <see cref="PayloadException"/>,
/// and nothing that is accepted was broken.
/// </summary>
public sealed class MutationTests
{
    private const int Inputs = 500_000;
    private const int Chunk = 5_000;
    private const int SeedsOfEach = 12;

    private static readonly JsonDocumentOptions SameDepth = new() { MaxDepth = JsonPayloadReader.MaxDepth };

    [Fact]
    public void Json_ends_in_a_value_or_a_payload_exception() => AssertEnds(
        PayloadFormat.Json, [.. "{}[]\",:\\u0\t-.eE tfn\u00e9\uFEFF"], static sample => JsonShape.Write(sample.Root, sample.Number));

    [Fact]
    public void Xml_ends_in_a_value_or_a_payload_exception() => AssertEnds(
        PayloadFormat.Xml, [.. "<>/?!-[]&;#x=\"' :a\r\u00e9\uFFFE"], static sample => XmlShape.Write(sample.Root, sample.Number));

    private static void AssertEnds(PayloadFormat format, char[] alphabet, Func<Sample, byte[]> write)
    {
        var seeds = Payload.All.Values
            .SelectMany(payload => Enumerable.Range(0, SeedsOfEach).Select(number => (Payload: payload, Body: write(payload.Number(number)))))
            .ToArray();
        var letters = Array.ConvertAll(alphabet, static letter => Encoding.UTF8.GetBytes([letter]));
        int accepted = 0, refused = 0;
        Parallel.For(0, Inputs / Chunk, chunk =>
        {
            var random = new Random(chunk);
            for (var i = 0; i < Chunk; i++)
            {
                var (payload, seed) = seeds[random.Next(seeds.Length)];
                var body = Mutated(seed, letters, random);
                if (IsAccepted(payload, format, body))
                    Interlocked.Increment(ref accepted);
                else
                    Interlocked.Increment(ref refused);
            }
        });

        // Faults that all were noticed, or none, would test one side only.
        Assert.Equal(Inputs, accepted + refused);
        Assert.InRange(accepted, Inputs / 20, Inputs * 19 / 20);
    }

    private static bool IsAccepted(Payload payload, PayloadFormat format, byte[] body)
    {
        try
        {
            payload.Read(format, body);
        }
        catch (PayloadException fault)
        {
            Assert.True(fault.Offset >= 0 && fault.Offset <= body.Length && fault.Path.StartsWith('$'), $"{fault.Message} of {Convert.ToBase64String(body)}");
            return false;
        }
        catch (Exception fault)
        {
            throw new Xunit.Sdk.XunitException($"{fault.GetType()} of {payload.Name} from {Convert.ToBase64String(body)}", fault);
        }

        if (format == PayloadFormat.Json)
        {
            try
            {
                JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), SameDepth).Dispose();
            }
            catch (JsonException fault)
            {
                throw new Xunit.Sdk.XunitException($"Taken for {payload.Name}, though it is no JSON: {Convert.ToBase64String(body)}", fault);
            }
        }

        return true;
    }

    private static byte[] Mutated(byte[] seed, byte[][] letters, Random random)
    {
        var body = seed.ToList();
        for (var faults = random.Next(1, 4); faults > 0 && body.Count > 1; faults--)
        {
            var at = random.Next(body.Count);
            var length = random.Next(1, Math.Min(80, body.Count - at + 1));
            switch (random.Next(8))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    body.InsertRange(at, letters[random.Next(letters.Length)]);
                    break;
                case 3:
                    body.RemoveRange(at, length);
                    break;
                case 4:
                    body.InsertRange(at, body.GetRange(random.Next(body.Count - length + 1), length));
                    break;
                case 5:
                    body.RemoveRange(at, body.Count - at);
                    break;
                case 6:
                    body.Insert(at, body[at]);
                    break;
                default:
                    body.RemoveAt(at);
                    body.InsertRange(at, letters[random.Next(letters.Length)]);
                    break;
            }
        }

        return [.. body];
    }
}
