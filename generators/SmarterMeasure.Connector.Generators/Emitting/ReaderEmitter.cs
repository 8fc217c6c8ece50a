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
        if (reader.Type is EnumModel type)
            EnumReaderEmitter.Write(writer, reader.Name, type);
        else
            new ObjectReaderEmitter(writer, reader.Name, (ObjectModel)reader.Type, reader.References).Write();
        writer.Close().AddTo(output, $"PayloadReaders.{reader.Name}.g.cs");
    }

    private static IEnumerable<string> Usings(PayloadTypeModel type)
    {
        var members = type is ObjectModel model ? model.Members : EquatableArray<MemberModel>.Empty;
        yield return "System";
        if (members.Any(static member => member.Value is ListValue or MapValue))
            yield return "System.Collections.Generic";
        if (members.Any(static member => member.Placement == Placement.InitAccessor))
            yield return "System.Runtime.CompilerServices";
        if (members.Any(static member => HasMap(member.Value)))
            yield return "System.Text";
        yield return "SmarterMeasure.Connector.Wire";
    }

    private static bool HasMap(ValueModel value) => value is MapValue || (value is ListValue list && HasMap(list.Item));
}
