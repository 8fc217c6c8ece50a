using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the reader of a record, class or struct.</summary>
internal sealed class ObjectReaderEmitter(
    SourceWriter writer, string readerName, ObjectModel type, EquatableArray<ReaderName> references)
{
    private const int BitsInAWord = 32;

    private readonly ValueReading _reading = new(writer, references);
    private readonly List<(string Name, Action Body)> _cases = [];
    private int _bits;

    public void Write()
    {
        foreach (var member in type.Members.Where(static member => !member.IsExtensionData))
            PlanCases(member);

        writer
            .Indent($"internal static {type.TypeName}? Read{readerName}<TReader>(ref TReader reader)")
            .Write(CSharpText.ReaderConstraint)
            .Outdent()
            .Indent("{")
            .Write("""
                if (!reader.BeginObject())
                    return null;

                """);
        WriteLocals();
        WriteMembers();
        writer.Blank();
        WriteResult();
        writer.Close();
        WriteAccessors();
    }

    private void PlanCases(MemberModel member)
    {
        var bit = _bits++;
        _cases.Add((member.WireName, () =>
        {
            WriteOnce(bit);
            _reading.ReadMember(member);
        }));

        if (member is { Alias: { } item, Value: ListValue list })
        {
            var itemBit = _bits++;
            _cases.Add((item, () =>
            {
                // XML repeats the element for each item.
                writer.Write($"OnceInJson(ref reader, ref {Word(itemBit)}, {Mask(itemBit)});");
                _reading.ReadLoneItem(member.Local, list);
            }));
        }
        else if (member.Alias is { } alias)
        {
            // The member's own name wins, whichever comes first.
            var aliasBit = _bits++;
            _cases.Add((alias, () =>
            {
                WriteOnce(aliasBit);
                writer.Indent($"if (({Word(bit)} & ({Mask(bit)})) == 0)");
                _reading.ReadMember(member);
                writer.Outdent().Indent("else").Write("reader.Skip();").Outdent();
            }));
        }
    }

    private void WriteOnce(int bit) => writer.Write($"Once(ref reader, ref {Word(bit)}, {Mask(bit)});");

    private void WriteLocals()
    {
        foreach (var member in type.Members)
            writer.Write(ValueReading.Declaration(member));
        for (var bit = 0; bit < _bits; bit += BitsInAWord)
            writer.Write($"var {Word(bit)} = 0u;");
    }

    private void WriteMembers()
    {
        var unknown = type.Members.FirstOrDefault(static member => member.IsExtensionData) is { } extensionData
            ? $"PayloadValue.Extension(ref reader, member, ref {extensionData.Local});"
            : "reader.Skip();";
        if (_cases.Count == 0)
        {
            writer
                .Indent($"while (reader.NextMember(out {(unknown.Contains("member") ? "var member" : "_")}))")
                .Write(unknown)
                .Outdent();
            return;
        }

        writer.Open("while (reader.NextMember(out var member))").Open("switch (member.Length)");
        foreach (var (name, body) in _cases.OrderBy(static one => CSharpText.Utf8Length(one.Name)))
        {
            writer.Indent($"case {CSharpText.Case("member", name)}:");
            body();
            writer.Write("break;").Outdent();
        }

        writer
            .Indent("default:")
            .Write(unknown)
            .Write("break;")
            .Outdent()
            .Close()
            .Close();
    }

    private void WriteResult()
    {
        var late = type.Members.Where(static member => member.Absence == Absence.Keep).ToList();
        writer.Write((late.Count == 0 ? "return " : "var result = ") + $"new {type.TypeName}{Arguments()}");
        WriteInitializer();
        if (late.Count == 0)
            return;

        foreach (var member in late)
        {
            var value = ValueReading.Given(member);
            writer
                .Indent($"if ({ValueReading.IsGiven(member)})")
                .Write(member switch
                {
                    { Placement: Placement.Setter } => $"result.{member.Name} = {value};",
                    _ when type.IsValueType => $"{Setter(member)}(ref result, {value});",
                    _ => $"{Setter(member)}(result, {value});",
                })
                .Outdent();
        }

        writer.Write("return result;");
    }

    private string Arguments()
    {
        if (type.ConstructorArguments.Count == 0)
            return type.Members.Any(static member => member.Placement == Placement.ObjectInitializer) ? "" : "()";
        return "(\n    " + string.Join(",\n    ", type.ConstructorArguments.Select(Argument)) + ")";
    }

    private string Argument(ConstructorArgument argument) =>
        argument.Member is { } index ? ValueReading.OrAbsent(type.Members[index]) : argument.Default!;

    private void WriteInitializer()
    {
        var initialized = type.Members.Where(static member => member.Placement == Placement.ObjectInitializer).ToList();
        if (initialized.Count == 0)
        {
            writer.Append(";");
            return;
        }

        writer.Indent("{");
        foreach (var member in initialized)
            writer.Write($"{member.Name} = {ValueReading.OrAbsent(member)},");
        writer.Outdent("};");
    }

    private void WriteAccessors()
    {
        foreach (var member in type.Members.Where(static member => member.Placement == Placement.InitAccessor))
        {
            var accessor = member.Accessor!;
            writer.Blank().Write($"""
                [UnsafeAccessor(UnsafeAccessorKind.Method, Name = {CSharpText.Text(accessor.SetterName)})]
                private static extern void {Setter(member)}({(type.IsValueType ? "ref " : "")}{accessor.DeclaringType} result, {accessor.PropertyType} value);
                """);
        }
    }

    private string Setter(MemberModel member) => $"Set{readerName}_{member.Name.TrimStart('@')}";

    private static string Word(int bit) => bit < BitsInAWord ? "seen" : "seen" + ((bit / BitsInAWord) + 1);

    private static string Mask(int bit) => $"1u << {bit % BitsInAWord}";
}
