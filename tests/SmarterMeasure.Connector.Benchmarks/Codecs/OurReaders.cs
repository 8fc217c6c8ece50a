using SmarterMeasure.Connector.Generated;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Benchmarks.Codecs;

/// <summary>Whole bodies through the generated readers, as the generated dispatcher reads them.</summary>
internal static class OurReaders
{
    public static SectionComplete FullJson(ReadOnlySpan<byte> body)
    {
        var reader = new JsonPayloadReader(body);
        return Full(ref reader);
    }

    public static SectionComplete FullXml(ReadOnlySpan<byte> body)
    {
        var reader = new XmlPayloadReader(body);
        return Full(ref reader);
    }

    public static Slim SlimJson(ReadOnlySpan<byte> body)
    {
        var reader = new JsonPayloadReader(body);
        var value = PayloadReaders.ReadSlim(ref reader) ?? throw reader.Error(PayloadError.MissingMember);
        reader.End();
        return value;
    }

    private static SectionComplete Full<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var value = PayloadReaders.ReadSectionComplete(ref reader) ?? throw reader.Error(PayloadError.MissingMember);
        reader.End();
        return value;
    }
}
