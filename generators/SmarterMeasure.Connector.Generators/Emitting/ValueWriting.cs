using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints how members and their values are written.</summary>
internal sealed class ValueWriting(SourceWriter output, EquatableArray<ReaderName> references)
{
    /// <summary>Writes a value through its converter.</summary>
    public static string Conversion(ConvertedValue value, string source) =>
        $"PayloadConversion.Write<{value.ConverterName}, {value.TypeName}{(value.IsOfNullable ? "?" : "")}>(writer, {source}, PayloadTypeInfoResolver.Options);";

    /// <summary>Writes a member with its name, when it is there.</summary>
    public void WriteMember(MemberModel member)
    {
        var source = "payload." + member.Name;
        if (Condition(member, source) is not { } condition)
        {
            WriteNamed(member, source);
            return;
        }

        var isNullWritten = member is { Writing: Writing.Always, IsExtensionData: false } && MayBeNull(member);
        var isBlock = !IsOneStatement(member.Value) || member.IsExtensionData;
        output.Write($"if ({condition})").Indent(isBlock ? "{" : null);
        WriteNamed(member, MayBeNull(member) ? member.Local : source);
        output.Outdent(isBlock ? "}" : null);
        if (isNullWritten)
            output.Indent("else").Write($"writer.WriteNull({CSharpText.Utf8(member.WireName)});").Outdent();
    }

    // A text that must be there is written as it is, unless leaving it out was asked for.
    private static bool MayBeNull(MemberModel member) =>
        member.Value.IsNullable
        || (!member.Value.IsValueType
            && (member.Value is not ScalarValue { Kind: ScalarKind.Text } || member.Writing == Writing.IfNotDefault));

    /// <summary>When the value is there; null when it always is.</summary>
    private static string? Condition(MemberModel member, string source) => member.Value switch
    {
        _ when MayBeNull(member) => $"{source} is {{ }} {member.Local}",
        ScalarValue { Kind: ScalarKind.JsonElement } => $"{source}.ValueKind != JsonValueKind.Undefined",
        ListValue { Kind: ListKind.ImmutableArray } => $"!{source}.IsDefault",
        _ when member.Writing != Writing.IfNotDefault => null,
        ScalarValue => $"{source} != default",
        var value => $"!EqualityComparer<{value.TypeName}>.Default.Equals({source}, default)",
    };

    private void WriteNamed(MemberModel member, string source)
    {
        var name = CSharpText.Utf8(member.WireName);
        switch (member.Value)
        {
            case MapValue map when member.IsExtensionData:
                WriteEntries(map, source, depth: 1);
                break;
            case MapValue map:
                output.Write($"writer.WriteStartObject({name});");
                WriteEntries(map, source, depth: 1);
                output.Write("writer.WriteEndObject();");
                break;
            case ListValue list:
                output.Write($"writer.WriteStartArray({name});");
                WriteItems(list, source, depth: 1);
                output.Write("writer.WriteEndArray();");
                break;
            case ScalarValue scalar when Method(scalar.Kind) is { } method:
                output.Write($"writer.{method}({name}, {Source(scalar, source)});");
                break;
            default:
                output.Write($"writer.WritePropertyName({name});");
                output.Write(Statement(member.Value, source));
                break;
        }
    }

    private void WriteItems(ListValue list, string source, int depth)
    {
        var isBlock = list.Item.IsNullable || list.Item is ListValue or MapValue;
        output.Write($"foreach (var item{depth} in {source})").Indent(isBlock ? "{" : null);
        WriteValue(list.Item, "item" + depth, depth);
        output.Outdent(isBlock ? "}" : null);
    }

    private void WriteEntries(MapValue map, string source, int depth)
    {
        output
            .Open($"foreach (var (key{depth}, entry{depth}) in {source})")
            .Write($"writer.WritePropertyName(key{depth});");
        WriteValue(map.Item, "entry" + depth, depth);
        output.Close();
    }

    private void WriteValue(ValueModel value, string source, int depth)
    {
        if (!value.IsNullable)
        {
            Write(value, source, depth);
            return;
        }

        var isBlock = value is ListValue or MapValue;
        output.Write($"if ({source} is {{ }} given{depth})").Indent(isBlock ? "{" : null);
        Write(value, "given" + depth, depth);
        output.Outdent(isBlock ? "}" : null).Indent("else").Write("writer.WriteNullValue();").Outdent();
    }

    /// <summary>Writes a value that is there.</summary>
    public void Write(ValueModel value, string source, int depth)
    {
        switch (value)
        {
            case MapValue map:
                output.Write("writer.WriteStartObject();");
                WriteEntries(map, source, depth + 1);
                output.Write("writer.WriteEndObject();");
                break;
            case ListValue list:
                output.Write("writer.WriteStartArray();");
                WriteItems(list, source, depth + 1);
                output.Write("writer.WriteEndArray();");
                break;
            case ScalarValue scalar when Method(scalar.Kind) is { } method:
                output.Write($"writer.{method}Value({Source(scalar, source)});");
                break;
            default:
                output.Write(Statement(value, source));
                break;
        }
    }

    private static bool IsOneStatement(ValueModel value) => value is ScalarValue scalar && Method(scalar.Kind) is not null;

    /// <summary>The writer's own method for a kind of value, without <c>Value</c>; null when it has none.</summary>
    private static string? Method(ScalarKind kind) => kind switch
    {
        ScalarKind.Text or ScalarKind.DateTimeOffset or ScalarKind.DateTime or ScalarKind.Guid or ScalarKind.Uri => "WriteString",
        ScalarKind.Number => "WriteNumber",
        ScalarKind.Boolean => "WriteBoolean",
        ScalarKind.Bytes => "WriteBase64String",
        _ => null,
    };

    private static string Source(ScalarValue scalar, string source) =>
        scalar.Kind == ScalarKind.Uri ? source + ".OriginalString" : source;

    private string Statement(ValueModel value, string source) => value switch
    {
        ScalarValue { Kind: ScalarKind.JsonElement } => $"{source}.WriteTo(writer);",
        ScalarValue { Kind: ScalarKind.OtherNumber } => $"PayloadJson.WriteNumber(writer, {source});",
        ScalarValue => $"PayloadJson.Write(writer, {source});",
        ConvertedValue converted => Conversion(converted, source),
        _ => $"Write{references.NameOf(value.TypeName)}(writer, {source});",
    };
}
