using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>
/// Prints the file of one payload type: its reader and its writer. One file and not two, because with each file the
/// compiler compares the names of all others.
/// </summary>
internal static class PayloadEmitter
{
    public static void Emit(SourceProductionContext output, ReaderModel model)
    {
        var writer = SourceWriter.Begin(CSharpText.Namespace, [.. Usings(model.Type)]);
        ReaderEmitter.Write(writer, model);
        WriterEmitter.Write(writer.Blank(), model);
        writer.AddTo(output, $"Payloads.{model.Name}.g.cs");
    }

    private static IEnumerable<string> Usings(PayloadTypeModel type)
    {
        var members = type is ObjectModel model ? model.Members : EquatableArray<MemberModel>.Empty;
        yield return "System";
        if (members.Any(static member => member.Value is ListValue or MapValue || member.Writing == Writing.IfNotDefault))
            yield return "System.Collections.Generic";
        if (members.Any(static member => member.Placement == Placement.InitAccessor))
            yield return "System.Runtime.CompilerServices";
        if (members.Any(static member => HasImmutableArray(member.Value)))
            yield return "System.Runtime.InteropServices";
        yield return "System.Text.Json";
        yield return "SmarterMeasure.Connector.Wire";
    }

    private static bool HasImmutableArray(ValueModel value) => value switch
    {
        ListValue list => list.Kind == ListKind.ImmutableArray || HasImmutableArray(list.Item),
        MapValue map => HasImmutableArray(map.Item),
        _ => false,
    };
}
