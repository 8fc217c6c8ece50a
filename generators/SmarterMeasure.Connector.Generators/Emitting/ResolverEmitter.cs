using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the resolver through which System.Text.Json, and with it Refit, uses the readers and writers.</summary>
internal static class ResolverEmitter
{
    public static void Emit(SourceProductionContext output, ResolverModel model)
    {
        var writer = SourceWriter
            .Begin(CSharpText.Namespace, [.. Usings(model.Collections)])
            .Write("""
                /// <summary>
                /// Gives System.Text.Json the payload types of this assembly's handlers, and the lists and dictionaries of
                /// them that are members. Set it as the <c>TypeInfoResolver</c> of any options, or combine it with others.
                /// </summary>
                """)
            .Write(CSharpText.TypeAttributes)
            .Open("internal sealed class PayloadTypeInfoResolver : IJsonTypeInfoResolver")
            .Write("""
                /// <summary>The resolver, which keeps nothing.</summary>
                public static PayloadTypeInfoResolver Default { get; } = new();

                /// <summary>Options with this resolver alone.</summary>
                public static JsonSerializerOptions Options { get; } = new() { TypeInfoResolver = Default };

                /// <inheritdoc/>
                """)
            .Open("public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)");
        foreach (var type in model.Types)
            WriteType(writer, type);
        foreach (var collection in model.Collections)
            WriteCollection(writer, collection);
        writer
            .Write("return null;")
            .Close()
            .Close();
        CollectionEmitter.Write(writer, model.Collections);
        writer.AddTo(output, "PayloadTypeInfoResolver.g.cs");
    }

    private static IEnumerable<string> Usings(EquatableArray<ResolvedCollection> collections)
    {
        yield return "System";
        if (collections.Count > 0)
            yield return "System.Collections.Generic";
        if (collections.Any(static one => one.Value is ListValue { Kind: ListKind.ImmutableArray }))
            yield return "System.Runtime.InteropServices";
        yield return "System.Text.Json";
        yield return "System.Text.Json.Serialization.Metadata";
        yield return "SmarterMeasure.Connector.Wire";
    }

    private static void WriteCollection(SourceWriter writer, ResolvedCollection collection)
    {
        var type = collection.Value.TypeName;
        writer
            .Open($"if (type == typeof({type}))")
            .Indent($"return JsonMetadataServices.CreateValueInfo<{type}>(")
            .Write($"options, new PayloadConverter<{type}>(")
            .Write($"    PayloadReaders.Read{collection.Name}, PayloadWriters.Write{collection.Name}));")
            .Outdent()
            .Close()
            .Blank();
        if (collection.Value.IsValueType)
            WriteNullable(writer, type);
    }

    private static void WriteType(SourceWriter writer, ResolvedType type)
    {
        var name = type.TypeName;
        var orNull = type.Kind == ResolvedKind.StrictEnum ? ", orNull: false" : "";
        writer
            .Open($"if (type == typeof({name}))")
            .Indent($"return JsonMetadataServices.CreateValueInfo<{name}>(options, new PayloadConverter<{name}>(")
            .Write("static (ref JsonPayloadReader reader) =>")
            .Write($"    PayloadReaders.Read{type.Name}(ref reader{orNull}) ?? throw reader.Error(PayloadError.MissingMember),")
            .Write($"PayloadWriters.Write{type.Name}));")
            .Outdent()
            .Close()
            .Blank();
        if (type.Kind is ResolvedKind.ValueType or ResolvedKind.StrictEnum)
            WriteNullable(writer, name);
    }

    private static void WriteNullable(SourceWriter writer, string name) => writer
        .Open($"if (type == typeof({name}?))")
        .Indent($"return JsonMetadataServices.CreateValueInfo<{name}?>(")
        .Write($"options, JsonMetadataServices.GetNullableConverter<{name}>(options));")
        .Outdent()
        .Close()
        .Blank();
}
