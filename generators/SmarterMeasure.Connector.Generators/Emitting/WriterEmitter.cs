using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>
/// Prints the writer of one type: JSON that its reader reads back as the same value. Null members are left out, because
/// to the reader null and absent are one.
/// </summary>
internal static class WriterEmitter
{
    private const string NoName = "new JsonException(\"The enum has no name for the value.\")";

    public static void Write(SourceWriter writer, ReaderModel model)
    {
        writer
            .Open("partial class PayloadWriters")
            .Open($"internal static void Write{model.Name}(Utf8JsonWriter writer, {model.Type.TypeName} payload)");
        switch (model.Type)
        {
            case EnumModel type:
                WriteEnum(writer, type);
                break;
            case ConvertedModel type:
                writer.Write(ValueWriting.Conversion(type.Value, "payload"));
                break;
            case ObjectModel type:
                WriteObject(writer, type, model.References);
                break;
        }

        writer.Close().Close();
    }

    private static void WriteObject(SourceWriter writer, ObjectModel type, EquatableArray<ReaderName> references)
    {
        writer.Write("writer.WriteStartObject();");
        var writing = new ValueWriting(writer, references);
        foreach (var member in type.Members.Where(static member => member.Writing != Writing.Never).OrderBy(static member => member.IsExtensionData))
            writing.WriteMember(member);
        writer.Write("writer.WriteEndObject();");
    }

    private static void WriteEnum(SourceWriter writer, EnumModel type)
    {
        if (type.Members.Count == 0)
        {
            writer.Write($"throw {NoName};");
            return;
        }

        writer.Open("writer.WriteStringValue(payload switch");
        foreach (var member in type.Members.Where(static member => member.IsWritten))
            writer.Write($"{type.TypeName}.{member.Name} => {CSharpText.Utf8(member.Text)},");
        writer.Write($"_ => throw {NoName},").Close(");");
    }
}
