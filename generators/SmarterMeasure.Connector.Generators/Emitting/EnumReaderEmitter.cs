using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the reader of an enum.</summary>
internal static class EnumReaderEmitter
{
    public static void Write(SourceWriter writer, string name, EnumModel type)
    {
        var strictness = type.Fallback is null ? ", bool orNull" : "";
        var longest = type.Members.Select(static member => CSharpText.Utf8Length(member.Folded)).DefaultIfEmpty().Max();
        writer
            .Indent($"internal static {type.TypeName}? Read{name}<TReader>(ref TReader reader{strictness})")
            .Write(CSharpText.ReaderConstraint)
            .Outdent()
            .Indent("{")
            .Write($"""
                if (!reader.ReadScalar(out var text) || text.IsEmpty)
                    return null;

                var name = Fold(text, stackalloc byte[{longest}]);
                """)
            .Open("switch (name.Length)");
        foreach (var member in type.Members.OrderBy(static member => CSharpText.Utf8Length(member.Folded)))
        {
            writer
                .Indent($"case {CSharpText.Case("name", member.Folded)}:")
                .Write($"return {type.TypeName}.{member.Name};")
                .Outdent();
        }

        writer
            .Indent("default:")
            .Write(type.Fallback is { } fallback
                ? $"return {type.TypeName}.{fallback};"
                : "return orNull ? null : throw reader.Error(PayloadError.WrongType);")
            .Outdent()
            .Close()
            .Close();
    }
}
