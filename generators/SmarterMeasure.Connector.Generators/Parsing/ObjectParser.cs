using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Turns a record, class or struct into its model: which constructor, which members, how each is set.</summary>
internal sealed class ObjectParser(INamedTypeSymbol type, Compilation compilation)
{
    private readonly List<HandlerProblem> _problems = [];
    private readonly List<INamedTypeSymbol> _references = [];
    private readonly List<MemberModel> _members = [];
    private readonly MemberNames _names = new();

    public PayloadType Parse()
    {
        var properties = new List<IPropertySymbol>();
        foreach (var property in type.ReadableProperties())
        {
            if (!WireNames.IsIgnored(property))
                properties.Add(property);
            else if (property.IsRequired)
                Fail(ProblemKind.UnreadableType);
        }

        if (!IsAccessible() || HasRequiredField() || Constructor(properties) is not { } constructor)
        {
            Fail(ProblemKind.UnreadableType);
            return new PayloadType(null, [], _problems);
        }

        var arguments = new List<ConstructorArgument>();
        foreach (var parameter in constructor.Parameters)
        {
            if (Match(parameter, properties) is not { } property)
            {
                arguments.Add(new ConstructorArgument(null, ConstantExpression.DefaultOf(parameter)));
                continue;
            }

            properties.Remove(property);
            arguments.Add(new ConstructorArgument(_members.Count));
            Add(property, parameter.Type, value =>
            {
                var (absence, constant) = AbsenceRule.OfParameter(parameter, property, value);
                return (absence, constant, Placement.Constructor);
            });
        }

        foreach (var property in properties)
        {
            if (IsAccessible(property.SetMethod))
                Add(property, property.Type, value => AbsenceRule.OfProperty(property, value, constructor));
            else if (WireNames.IsExtensionData(property))
                Fail(ProblemKind.UnusableExtensionData, property);
        }

        var members = WithAliases();
        var model = _problems.Any(static problem => problem.StopsCode) ? null : new ObjectModel
        {
            TypeName = type.FullyQualified(),
            RuntimeName = type.RuntimeName(),
            ShortName = ReaderNames.Short(type),
            LongName = ReaderNames.Long(type),
            IsValueType = type.IsValueType,
            Members = members,
            ConstructorArguments = arguments.ToEquatableArray(),
        };
        return new PayloadType(model, _references, _problems);
    }

    /// <summary>
    /// The constructor with <c>[JsonConstructor]</c>, else a parameterless one, else the one that takes most properties and
    /// nothing else that has no default. A struct's own parameterless constructor, which it has always, counts only when it has no other.
    /// </summary>
    private IMethodSymbol? Constructor(List<IPropertySymbol> properties)
    {
        var usable = type.InstanceConstructors
            .Where(one => compilation.IsSymbolAccessibleWithin(one, compilation.Assembly))
            .Where(one => one.Parameters.All(parameter =>
                parameter.HasExplicitDefaultValue || Match(parameter, properties) is not null))
            .OrderByDescending(one => one.Parameters.Count(parameter => Match(parameter, properties) is not null))
            .ToList();
        if (type.InstanceConstructors.FirstOrDefault(WireNames.IsChosen) is { } chosen)
            return usable.Find(one => SymbolEqualityComparer.Default.Equals(one, chosen));
        var plain = usable.Find(static one => one.Parameters.IsEmpty);
        return plain is null || (type.IsValueType && plain.IsImplicitlyDeclared) ? usable.FirstOrDefault() : plain;
    }

    private static IPropertySymbol? Match(IParameterSymbol parameter, List<IPropertySymbol> properties) =>
        parameter.RefKind is not (RefKind.None or RefKind.In) ? null
        : properties.Find(property => property.Name == parameter.Name)
            ?? properties.Find(property => property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));

    private bool IsAccessible()
    {
        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.IsFileLocal)
                return false;
        }

        return compilation.IsSymbolAccessibleWithin(type, compilation.Assembly);
    }

    private bool IsAccessible(IMethodSymbol? accessor) =>
        accessor is not null && compilation.IsSymbolAccessibleWithin(accessor, compilation.Assembly);

    private bool HasRequiredField()
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.GetMembers().Any(static member => member is IFieldSymbol { IsRequired: true }))
                return true;
        }

        return false;
    }

    private void Add(
        IPropertySymbol property,
        ITypeSymbol valueType,
        Func<ValueModel, (Absence Absence, string? Default, Placement Placement)> decide)
    {
        if (Value(property, valueType) is not { } value)
            return;

        var isExtensionData = WireNames.IsExtensionData(property);
        if (isExtensionData && (value is not MapValue { Item: ScalarValue { Kind: ScalarKind.JsonElement } }
            || _members.Exists(static member => member.IsExtensionData)))
        {
            Fail(ProblemKind.UnusableExtensionData, property);
            return;
        }

        var wireName = WireNames.Of(property);
        if (!isExtensionData && !_names.TryTake(wireName))
        {
            Fail(ProblemKind.AmbiguousMember, property);
            return;
        }

        var (absence, constant, placement) = decide(value);
        _members.Add(new MemberModel
        {
            Name = Symbols.Identifier(property.Name),
            WireName = wireName,
            Alias = null,
            Local = _names.Local(property.Name),
            Value = value,
            Placement = placement,
            Absence = absence,
            Default = constant,
            Writing = IsAccessible(property.GetMethod) ? WireNames.Writing(property) : Writing.Never,
            IsExtensionData = isExtensionData,
            Accessor = placement != Placement.InitAccessor ? null : new AccessorModel(
                property.ContainingType.FullyQualified(),
                property.SetMethod!.MetadataName,
                property.Type.FullyQualifiedWithAnnotation()),
        });
    }

    private ValueModel? Value(IPropertySymbol property, ITypeSymbol valueType)
    {
        if (!ConverterRule.IsGiven(property))
        {
            var value = new ValueParser(compilation, _references).Parse(valueType);
            if (value is null)
                Fail(ProblemKind.UnreadableMember, property);
            return value;
        }

        var converted = ConverterRule.Parse(property, valueType, compilation);
        Fail(converted is null ? ProblemKind.UnusableConverter : ProblemKind.ConverterWithoutXml, property);
        return converted;
    }

    private EquatableArray<MemberModel> WithAliases() => _members
        .Select(member => !member.IsExtensionData && WireNames.Alias(member.WireName, member.Value is ListValue) is { } alias && _names.TryTake(alias)
            ? member with { Alias = alias }
            : member)
        .ToEquatableArray();

    private void Fail(ProblemKind kind, IPropertySymbol? member = null) => _problems.Add(new HandlerProblem(
        kind, member is null ? type.ToDisplayString() : $"{type.ToDisplayString()}.{member.Name}"));
}
