using System.Text.Json;
using SmarterMeasure.Connector.Codecs.Tests.Payloads;
using SmarterMeasure.Connector.Generated;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Codecs.Tests;

/// <summary>A payload type: its random values, and the readers and writer that the generator made for it.</summary>
internal abstract class Payload
{
    public static readonly IReadOnlyDictionary<string, Payload> All = new Payload[]
    {
        new Payload<AssessmentCreated>(RandomPayloads.Created,
            static (ref r) => PayloadReaders.ReadAssessmentCreated(ref r), static (ref r) => PayloadReaders.ReadAssessmentCreated(ref r), PayloadWriters.WriteAssessmentCreated),
        new Payload<AssessmentCompleted>(RandomPayloads.Completed,
            static (ref r) => PayloadReaders.ReadAssessmentCompleted(ref r), static (ref r) => PayloadReaders.ReadAssessmentCompleted(ref r), PayloadWriters.WriteAssessmentCompleted),
        new Payload<AssessmentStopped>(RandomPayloads.Stopped,
            static (ref r) => PayloadReaders.ReadAssessmentStopped(ref r), static (ref r) => PayloadReaders.ReadAssessmentStopped(ref r), PayloadWriters.WriteAssessmentStopped),
        new Payload<SectionStart>(RandomPayloads.Start,
            static (ref r) => PayloadReaders.ReadSectionStart(ref r), static (ref r) => PayloadReaders.ReadSectionStart(ref r), PayloadWriters.WriteSectionStart),
        new Payload<SectionComplete>(RandomPayloads.Complete,
            static (ref r) => PayloadReaders.ReadSectionComplete(ref r), static (ref r) => PayloadReaders.ReadSectionComplete(ref r), PayloadWriters.WriteSectionComplete),
        new Payload<Inventory>(RandomPayloads.Inventory,
            static (ref r) => PayloadReaders.ReadInventory(ref r), static (ref r) => PayloadReaders.ReadInventory(ref r), PayloadWriters.WriteInventory),
        new Payload<Slim>(RandomPayloads.Slim,
            static (ref r) => PayloadReaders.ReadSlim(ref r), static (ref r) => PayloadReaders.ReadSlim(ref r), PayloadWriters.WriteSlim),
    }.ToDictionary(static payload => payload.Name);

    public static TheoryData<string> Names => [.. All.Keys];

    public abstract string Name { get; }

    /// <summary>Reads a whole body, and gives the value as text.</summary>
    public abstract string Read(PayloadFormat format, ReadOnlySpan<byte> body);

    /// <summary>Runs a check over random values.</summary>
    public abstract void Check(int count, Action<Sample> check);

    /// <summary>One random value.</summary>
    public abstract Sample Number(int number);
}

/// <summary>A random value in the forms that tests compare.</summary>
/// <param name="Number">The sample's number, from which shapes are drawn.</param>
/// <param name="Text">The value as the peer writes it: equal texts are equal values.</param>
/// <param name="Root">The value before it is written in a format.</param>
/// <param name="ReadByPeer">The peer's reading of a body, as text.</param>
/// <param name="Written">The generated writer's output.</param>
internal sealed record Sample(int Number, string Text, Shapes.Group Root, Func<byte[], string> ReadByPeer, Func<byte[]> Written);

/// <inheritdoc/>
internal sealed class Payload<T>(
    CsCheck.Gen<T> values, Payload<T>.JsonRead readJson, Payload<T>.XmlRead readXml, Action<Utf8JsonWriter, T> write) : Payload
    where T : class
{
    public delegate T? JsonRead(ref JsonPayloadReader reader);

    public delegate T? XmlRead(ref XmlPayloadReader reader);

    public override string Name => typeof(T).Name;

    public override string Read(PayloadFormat format, ReadOnlySpan<byte> body)
    {
        if (format == PayloadFormat.Xml)
        {
            var xml = new XmlPayloadReader(body);
            var fromXml = readXml(ref xml) ?? throw xml.Error(PayloadError.MissingMember);
            xml.End();
            return Text(fromXml);
        }

        var json = new JsonPayloadReader(body);
        var fromJson = readJson(ref json) ?? throw json.Error(PayloadError.MissingMember);
        json.End();
        return Text(fromJson);
    }

    public override void Check(int count, Action<Sample> check) =>
        values.Check(count, (value, number) => check(Of(value, number)));

    public override Sample Number(int number) => Of(values.Number(number), number);

    private Sample Of(T value, int number) => new(
        number,
        Text(value),
        Shapes.Part.Of(value),
        static body => Text(JsonSerializer.Deserialize<T>(body, Shapes.Part.Peer)!),
        () => Write(value));

    private byte[] Write(T value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            write(writer, value);
        return stream.ToArray();
    }

    private static string Text(T value) => JsonSerializer.Serialize(value, Shapes.Part.Peer);
}
