using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the reader of one type.</summary>
internal static class ReaderEmitter
{
    public static void Emit(SourceProductionContext output, ReaderModel reader)
    {
        var writer = SourceWriter
            .Begin(
                CSharpText.Namespace,
                "System",
                "System.Collections.Generic",
                "System.Runtime.CompilerServices",
                "System.Text",
                "SmarterMeasure.Connector.Wire")
            .Open("partial class PayloadReaders");
        if (reader.Type is EnumModel type)
            EnumReaderEmitter.Write(writer, reader.Name, type);
        else
            new ObjectReaderEmitter(writer, reader.Name, (ObjectModel)reader.Type, reader.References).Write();
        writer.Close().AddTo(output, $"PayloadReaders.{reader.Name}.g.cs");
    }
}
