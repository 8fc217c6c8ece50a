using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>
/// Prints readers and writers of lists and dictionaries that System.Text.Json may ask for by themselves. Within a payload
/// they are read in place.
/// </summary>
internal static class CollectionEmitter
{
    public static void Write(SourceWriter writer, EquatableArray<ResolvedCollection> collections)
    {
        if (collections.Count == 0)
            return;

        writer.Blank().Open("partial class PayloadReaders");
        for (var i = 0; i < collections.Count; i++)
            WriteReader(i == 0 ? writer : writer.Blank(), collections[i]);
        writer.Close().Blank().Open("partial class PayloadWriters");
        for (var i = 0; i < collections.Count; i++)
            WriteWriter(i == 0 ? writer : writer.Blank(), collections[i]);
        writer.Close();
    }

    private static void WriteReader(SourceWriter writer, ResolvedCollection collection)
    {
        writer.Open($"internal static {collection.Value.TypeName} Read{collection.Name}(ref JsonPayloadReader reader)");
        new ValueReading(writer, References(collection)).Read(collection.Value, static read => $"return {read};", depth: 1);
        writer.Close();
    }

    private static void WriteWriter(SourceWriter writer, ResolvedCollection collection)
    {
        writer.Open($"internal static void Write{collection.Name}(Utf8JsonWriter writer, {collection.Value.TypeName} payload)");
        new ValueWriting(writer, References(collection)).Write(collection.Value, "payload", depth: 0);
        writer.Close();
    }

    private static EquatableArray<ReaderName> References(ResolvedCollection collection) =>
        new[] { collection.Item }.ToEquatableArray();
}
