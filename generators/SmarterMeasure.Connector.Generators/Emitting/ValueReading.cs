using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints how a value is read into a local, and how the local is passed on.</summary>
internal sealed class ValueReading(SourceWriter writer, EquatableArray<ReaderName> references)
{
    private const string MissingItem = " ?? throw reader.Error(PayloadError.MissingMember)";

    /// <summary>Declares the local that gathers a member's value, with nothing in it.</summary>
    public static string Declaration(MemberModel member) => Declaration(member.Local, member.Value);

    /// <summary>Whether the local holds a value, as a condition.</summary>
    public static string IsGiven(MemberModel member) =>
        member.Value is ListValue ? member.Local + ".IsGiven" : member.Local + " is not null";

    /// <summary>The local's value, known to be there.</summary>
    public static string Given(MemberModel member) => member.Value switch
    {
        ListValue list => Collected(member.Local, list.Kind),
        MapValue => member.Local,
        { IsValueType: true } => member.Local + ".Value",
        _ => member.Local,
    };

    /// <summary>The local's value, or what stands for a member that is absent.</summary>
    public static string OrAbsent(MemberModel member)
    {
        if (member.Value is ListValue list)
            return member.Absence == Absence.Null ? CollectedOrNull(member.Local, list.Kind) : Collected(member.Local, list.Kind);
        return member.Local + member.Absence switch
        {
            Absence.Missing => $" ?? throw reader.Error(PayloadError.MissingMember, {CSharpText.Text(member.WireName)})",
            Absence.Empty => " ?? new(StringComparer.Ordinal)",
            Absence.Default => " ?? " + member.Default,
            _ => "",
        };
    }

    /// <summary>Reads a member into its local.</summary>
    public void ReadMember(MemberModel member)
    {
        switch (member.Value)
        {
            case ListValue list:
                ReadItems(member.Local, list, depth: 1);
                break;
            case MapValue map:
                ReadEntries(member.Local, map, depth: 1);
                break;
            default:
                // Null where there must be a value is named by its own place, not by the object's end.
                var mustBe = member.Absence == Absence.Missing && MayBeMissing(member.Value) ? MissingItem : "";
                writer.Write($"{member.Local} = {Expression(member.Value)}{mustBe};");
                break;
        }
    }

    /// <summary>Reads one item of a list that stands without its list.</summary>
    public void ReadLoneItem(string local, ListValue list)
    {
        if (IsOneStatement(list.Item))
            Read(list.Item, item => $"{local}.Add({item});", depth: 1);
        else
            ReadItem(local, list, depth: 1);
    }

    private static string Declaration(string local, ValueModel value) => value switch
    {
        ListValue list => $"var {local} = new PayloadList<{ItemType(list.Item)}>();",
        MapValue map => $"Dictionary<string, {ItemType(map.Item)}>? {local} = null;",
        _ => $"{value.TypeName}? {local} = null;",
    };

    private static string Collected(string local, ListKind kind) => kind switch
    {
        ListKind.List => $"{local}.ToList()",
        ListKind.Array => $"{local}.ToArray()",
        ListKind.Set => $"{local}.ToSet()",
        ListKind.ImmutableArray => $"ImmutableCollectionsMarshal.AsImmutableArray({local}.ToArray())",
        _ => $"[.. {local}.ToArray()]",
    };

    private static string CollectedOrNull(string local, ListKind kind) => kind switch
    {
        ListKind.List => $"{local}.ToListOrNull()",
        ListKind.Array => $"{local}.ToArrayOrNull()",
        ListKind.Set => $"{local}.ToSetOrNull()",
        _ => $"{local}.IsGiven ? {Collected(local, kind)} : null",
    };

    private static string ItemType(ValueModel value) => value.TypeName + (value.IsNullable ? "?" : "");

    private static bool IsOneStatement(ValueModel value) => value is not (ListValue or MapValue);

    private void ReadItems(string target, ListValue list, int depth)
    {
        var begin = list.IsNullable ? "BeginOrNull" : "Begin";
        writer.Write($"for (var list{depth} = {target}.{begin}(ref reader); reader.NextItem(ref list{depth});)");
        ReadItem(target, list, depth + 1);
    }

    private void ReadItem(string target, ListValue list, int depth)
    {
        var isBlock = !IsOneStatement(list.Item);
        writer.Indent(isBlock ? "{" : null);
        Read(list.Item, item => $"{target}.Add({item});", depth);
        writer.Outdent(isBlock ? "}" : null);
    }

    private void ReadEntries(string target, MapValue map, int depth)
    {
        var begin = map.IsNullable ? "BeginMapOrNull" : "BeginMap";
        writer
            .Open($"if (PayloadValue.{begin}(ref reader, ref {target}))")
            .Open($"while (reader.NextMember(out var name{depth}))")
            .Write($"var key{depth} = PayloadValue.Key(ref reader, name{depth}, {target});");
        Read(map.Item, item => $"{target}.Add(key{depth}, {item});", depth + 1);
        writer.Close().Close();
    }

    /// <summary>Reads a value and hands it, as an expression, to a statement.</summary>
    public void Read(ValueModel value, Func<string, string> add, int depth)
    {
        switch (value)
        {
            case ListValue list:
                writer.Write(Declaration("items" + depth, list));
                ReadItems("items" + depth, list, depth);
                writer.Write(add(list.IsNullable ? CollectedOrNull("items" + depth, list.Kind) : Collected("items" + depth, list.Kind)));
                break;
            case MapValue map:
                writer.Write(Declaration("map" + depth, map));
                ReadEntries("map" + depth, map, depth);
                writer.Write(add("map" + depth));
                break;
            default:
                writer.Write(add(Expression(value) + (MayBeMissing(value) ? MissingItem : "")));
                break;
        }
    }

    private static bool MayBeMissing(ValueModel value) =>
        value is { IsNullable: false } and not ScalarValue { Kind: ScalarKind.JsonElement };

    private string Expression(ValueModel value) => value switch
    {
        ScalarValue scalar => scalar.Kind switch
        {
            ScalarKind.Text => scalar.IsNullable ? "PayloadValue.TextOrNull(ref reader)" : "PayloadValue.Text(ref reader)",
            ScalarKind.Number or ScalarKind.OtherNumber => $"PayloadValue.Number<TReader, {scalar.TypeName}>(ref reader)",
            ScalarKind.Raw => "reader.ReadRaw()",
            ScalarKind.JsonElement when !scalar.IsNullable => "PayloadValue.JsonElement(ref reader) ?? PayloadValue.NullElement",
            _ => $"PayloadValue.{scalar.Kind}(ref reader)",
        },
        ConvertedValue converted => Conversion(converted),
        TypedValue { IsStrictEnum: true } strict =>
            $"Read{ReaderOf(strict)}(ref reader, orNull: {(strict.IsNullable ? "true" : "false")})",
        _ => $"Read{ReaderOf(value)}(ref reader)",
    };

    /// <summary>Reads a value through its converter.</summary>
    public static string Conversion(ConvertedValue value)
    {
        var method = value.IsOfNullable ? "Nullable" : value.IsValueType ? "Struct" : "Class";
        return $"PayloadConversion.{method}<TReader, {value.ConverterName}, {value.TypeName}>(ref reader, PayloadTypeInfoResolver.Options)";
    }

    private string ReaderOf(ValueModel value) => references.NameOf(value.TypeName);
}
