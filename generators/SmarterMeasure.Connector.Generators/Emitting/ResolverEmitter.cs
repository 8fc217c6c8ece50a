using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the resolver through which System.Text.Json, and with it Refit, uses the readers and writers.</summary>
internal static class ResolverEmitter
{
    public static void Emit(SourceProductionContext output, EquatableArray<ResolvedType> types)
    {
        var writer = SourceWriter
            .Begin(
                CSharpText.Namespace,
                "System",
                "System.Text.Json",
                "System.Text.Json.Serialization.Metadata",
                "SmarterMeasure.Connector.Wire")
            .Write("""
                /// <summary>
                /// Gives System.Text.Json the payload types of this assembly's handlers. Set it as the
                /// <c>TypeInfoResolver</c> of any options.
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
        foreach (var type in types)
            WriteType(writer, type);
        writer
            .Write("return null;")
            .Close()
            .Close()
            .AddTo(output, "PayloadTypeInfoResolver.g.cs");
    }

    private static void WriteType(SourceWriter writer, ResolvedType type)
    {
        var name = type.TypeName.Replace("?", "");
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
        if (type.Kind is not (ResolvedKind.ValueType or ResolvedKind.StrictEnum))
            return;
        writer
            .Open($"if (type == typeof({name}?))")
            .Indent($"return JsonMetadataServices.CreateValueInfo<{name}?>(")
            .Write($"options, JsonMetadataServices.GetNullableConverter<{name}>(options));")
            .Outdent()
            .Close()
            .Blank();
    }
}
