using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints how a value is read into a local, and how the local is passed on.</summary>
internal sealed class ValueReading(SourceWriter writer, EquatableArray<ReaderName> references)
{
    private const string MissingItem = " ?? throw reader.Error(PayloadError.MissingMember)";

    /// <summary>The type of the local that gathers a value; every one of them may be null.</summary>
    public static string LocalType(ValueModel value) => value switch
    {
        ListValue list => $"List<{ItemType(list.Item)}>",
        MapValue map => $"Dictionary<string, {ItemType(map.Item)}>",
        _ => value.TypeName,
    };

    /// <summary>The local's value, known to be there.</summary>
    public static string Given(MemberModel member) => member.Value switch
    {
        ListValue { IsCopied: true } => $"[.. {member.Local}]",
        ListValue or MapValue => member.Local,
        { IsValueType: true } => member.Local + ".Value",
        _ => member.Local,
    };

    /// <summary>The local's value, or what stands for a member that is absent.</summary>
    public static string OrAbsent(MemberModel member)
    {
        if (member.Value is ListValue { IsCopied: true })
        {
            var absent = member.Absence == Absence.Empty ? "[]" : "null";
            return $"{member.Local} is null ? {absent} : [.. {member.Local}]";
        }

        return member.Local + member.Absence switch
        {
            Absence.Missing => $" ?? throw reader.Error(PayloadError.MissingMember, {CSharpText.Text(member.WireName)})",
            Absence.Empty when member.Value is MapValue => " ?? new(StringComparer.Ordinal)",
            Absence.Empty => " ?? []",
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
                writer.Write($"{member.Local} ??= [];");
                ReadItems(member.Local, list.Item, depth: 1);
                break;
            case MapValue map:
                writer.Write($"{member.Local} ??= new(StringComparer.Ordinal);");
                ReadEntries(member.Local, map.Item, depth: 1);
                break;
            default:
                writer.Write($"{member.Local} = {Expression(member.Value)};");
                break;
        }
    }

    /// <summary>Reads one item of a list that stands without its list.</summary>
    public void ReadLoneItem(string local, ListValue list)
    {
        writer.Write($"{local} ??= [];");
        ReadInto(list.Item, static (target, item) => $"{target}.Add({item});", local, depth: 1);
    }

    private static string ItemType(ValueModel value) => value.TypeName + (value.IsNullable ? "?" : "");

    private void ReadItems(string target, ValueModel item, int depth)
    {
        writer.Open($"for (var list{depth} = reader.BeginList(); reader.NextItem(ref list{depth});)");
        ReadInto(item, static (target, item) => $"{target}.Add({item});", target, depth + 1);
        writer.Close();
    }

    private void ReadEntries(string target, ValueModel value, int depth)
    {
        writer
            .Open($"for (var isObject{depth} = reader.BeginObject(); isObject{depth} && reader.NextMember(out var name{depth});)")
            .Write($"""
                var key{depth} = Encoding.UTF8.GetString(name{depth});
                if ({target}.ContainsKey(key{depth}))
                    throw reader.Error(PayloadError.DuplicateMember);
                """);
        ReadInto(value, (target, item) => $"{target}.Add(key{depth}, {item});", target, depth + 1);
        writer.Close();
    }

    private void ReadInto(ValueModel value, Func<string, string, string> add, string target, int depth)
    {
        switch (value)
        {
            case ListValue list:
                writer.Write($"{LocalType(list)} items{depth} = [];");
                ReadItems("items" + depth, list.Item, depth);
                writer.Write(add(target, list.IsCopied ? $"[.. items{depth}]" : "items" + depth));
                break;
            case MapValue map:
                writer.Write($"var map{depth} = new {LocalType(map)}(StringComparer.Ordinal);");
                ReadEntries("map" + depth, map.Item, depth);
                writer.Write(add(target, "map" + depth));
                break;
            default:
                writer.Write(add(target, Expression(value) + (value.IsNullable ? "" : MissingItem)));
                break;
        }
    }

    private string Expression(ValueModel value) => value switch
    {
        ScalarValue scalar => scalar.Kind switch
        {
            ScalarKind.Text => scalar.IsNullable ? "PayloadValue.TextOrNull(ref reader)" : "PayloadValue.Text(ref reader)",
            ScalarKind.Number => $"PayloadValue.Number<TReader, {scalar.TypeName}>(ref reader)",
            ScalarKind.Raw => "reader.ReadRaw()",
            _ => $"PayloadValue.{scalar.Kind}(ref reader)",
        },
        TypedValue { IsStrictEnum: true } strict =>
            $"Read{ReaderOf(strict)}(ref reader, orNull: {(strict.IsNullable ? "true" : "false")})",
        _ => $"Read{ReaderOf(value)}(ref reader)",
    };

    private string ReaderOf(ValueModel value)
    {
        foreach (var reference in references)
        {
            if (reference.TypeName == value.TypeName)
                return reference.Name;
        }

        throw new InvalidOperationException("The model lacks the reader of " + value.TypeName + ".");
    }
}
