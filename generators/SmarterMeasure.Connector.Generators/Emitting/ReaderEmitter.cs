using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the reader of one type.</summary>
internal static class ReaderEmitter
{
    public static void Write(SourceWriter writer, ReaderModel reader)
    {
        writer.Open("partial class PayloadReaders");
        switch (reader.Type)
        {
            case EnumModel type:
                EnumReaderEmitter.Write(writer, reader.Name, type);
                break;
            case ConvertedModel type:
                WriteConverted(writer, reader.Name, type);
                break;
            case ObjectModel type:
                new ObjectReaderEmitter(writer, reader.Name, type, reader.References).Write();
                break;
        }

        writer.Close();
    }

    private static void WriteConverted(SourceWriter writer, string name, ConvertedModel type) => writer
        .Indent($"internal static {type.TypeName}? Read{name}<TReader>(ref TReader reader)")
        .Write(CSharpText.ReaderConstraint + " =>")
        .Write(ValueReading.Conversion(type.Value) + ";")
        .Outdent();
}
