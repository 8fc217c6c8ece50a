using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the reader of one type.</summary>
internal static class ReaderEmitter
{
    public static void Emit(SourceProductionContext output, ReaderModel reader)
    {
        var writer = SourceWriter
            .Begin(CSharpText.Namespace, [.. Usings(reader.Type)])
            .Open("partial class PayloadReaders");
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

        writer.Close().AddTo(output, $"PayloadReaders.{reader.Name}.g.cs");
    }

    private static void WriteConverted(SourceWriter writer, string name, ConvertedModel type) => writer
        .Indent($"internal static {type.TypeName}? Read{name}<TReader>(ref TReader reader)")
        .Write(CSharpText.ReaderConstraint + " =>")
        .Write(ValueReading.Conversion(type.Value) + ";")
        .Outdent();

    private static IEnumerable<string> Usings(PayloadTypeModel type)
    {
        var members = type is ObjectModel model ? model.Members : EquatableArray<MemberModel>.Empty;
        yield return "System";
        if (members.Any(static member => member.Value is ListValue or MapValue))
            yield return "System.Collections.Generic";
        if (members.Any(static member => member.Placement == Placement.InitAccessor))
            yield return "System.Runtime.CompilerServices";
        if (members.Any(static member => HasImmutableArray(member.Value)))
            yield return "System.Runtime.InteropServices";
        yield return "SmarterMeasure.Connector.Wire";
    }

    private static bool HasImmutableArray(ValueModel value) => value switch
    {
        ListValue list => list.Kind == ListKind.ImmutableArray || HasImmutableArray(list.Item),
        MapValue map => HasImmutableArray(map.Item),
        _ => false,
    };
}
