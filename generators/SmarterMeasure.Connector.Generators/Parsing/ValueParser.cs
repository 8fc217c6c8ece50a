using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Decides how a value of a type is read.</summary>
/// <param name="compilation">The compilation in which the readers will stand.</param>
/// <param name="references">Receives the types that need readers of their own.</param>
internal sealed class ValueParser(Compilation compilation, List<INamedTypeSymbol> references)
{
    private const string Generic = "System.Collections.Generic";
    private const string Immutable = "System.Collections.Immutable";

    /// <summary>The value's model; null when no reader can be made for the type.</summary>
    public ValueModel? Parse(ITypeSymbol type)
    {
        var isNullable = type.IsNullable();
        var bare = type.WithoutNull().WithAnnotatedArguments(compilation);
        var name = bare.FullyQualified();

        if (Scalar(bare) is { } kind)
            return new ScalarValue { TypeName = name, IsNullable = isNullable, IsValueType = bare.IsValueType, Kind = kind };

        if (List(bare, out var listKind) is { } item)
        {
            return Parse(item) is not { } itemValue ? null : new ListValue
            {
                TypeName = name, RuntimeName = bare.RuntimeName(),
                IsNullable = isNullable, IsValueType = bare.IsValueType,
                Item = itemValue, Kind = listKind,
            };
        }

        if (Map(bare) is { } mapped)
        {
            return Parse(mapped) is not { } mappedValue ? null : new MapValue
            {
                TypeName = name, RuntimeName = bare.RuntimeName(),
                IsNullable = isNullable, IsValueType = false, Item = mappedValue,
            };
        }

        if (bare is not INamedTypeSymbol named || !IsReadable(named))
            return null;
        references.Add(named);
        return new TypedValue
        {
            TypeName = name,
            IsNullable = isNullable,
            IsValueType = bare.IsValueType,
            IsStrictEnum = named.TypeKind == TypeKind.Enum && EnumParser.Fallback(named) is null && !ConverterRule.IsGiven(named),
        };
    }

    private static ScalarKind? Scalar(ITypeSymbol type)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_String:
                return ScalarKind.Text;
            case SpecialType.System_Boolean:
                return ScalarKind.Boolean;
            case SpecialType.System_DateTime:
                return ScalarKind.DateTime;
            case SpecialType.System_Char:
                return ScalarKind.Char;
            case SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
                or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
                or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal:
                return ScalarKind.Number;
        }

        if (type.Is("System", "DateTimeOffset"))
            return ScalarKind.DateTimeOffset;
        if (type.Is("System", "DateOnly"))
            return ScalarKind.DateOnly;
        if (type.Is("System", "Guid"))
            return ScalarKind.Guid;
        if (type.Is("System", "Uri"))
            return ScalarKind.Uri;
        if (type.Is("System", "TimeSpan"))
            return ScalarKind.TimeSpan;
        if (type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte })
            return ScalarKind.Bytes;
        if (type.Is("SmarterMeasure.Connector.Wire", "RawFragment"))
            return ScalarKind.Raw;
        if (type.Is("System.Text.Json", "JsonElement"))
            return ScalarKind.JsonElement;
        return type.IsValueType && type.AllInterfaces.Any(static one => one.Is("System.Numerics", "INumber`1"))
            ? ScalarKind.OtherNumber
            : null;
    }

    private static ITypeSymbol? List(ITypeSymbol type, out ListKind kind)
    {
        kind = ListKind.Array;
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            return array.ElementType;
        if (type.Is(Generic, "IReadOnlyList`1", out var item) || type.Is(Generic, "IReadOnlyCollection`1", out item)
            || type.Is(Generic, "IEnumerable`1", out item))
        {
            return item;
        }

        kind = ListKind.List;
        if (type.Is(Generic, "List`1", out item) || type.Is(Generic, "IList`1", out item)
            || type.Is(Generic, "ICollection`1", out item))
        {
            return item;
        }

        kind = ListKind.ImmutableArray;
        if (type.Is(Immutable, "ImmutableArray`1", out item))
            return item;

        kind = ListKind.Immutable;
        if (type.Is(Immutable, "ImmutableList`1", out item) || type.Is(Immutable, "IImmutableList`1", out item)
            || type.Is(Immutable, "ImmutableHashSet`1", out item))
        {
            return item;
        }

        kind = ListKind.Set;
        return type.Is(Generic, "HashSet`1", out item) || type.Is(Generic, "ISet`1", out item)
            || type.Is(Generic, "IReadOnlySet`1", out item)
                ? item
                : null;
    }

    private static ITypeSymbol? Map(ITypeSymbol type) =>
        (type.Is(Generic, "Dictionary`2", out var key) || type.Is(Generic, "IDictionary`2", out key)
            || type.Is(Generic, "IReadOnlyDictionary`2", out key)) && key.SpecialType == SpecialType.System_String
                ? ((INamedTypeSymbol)type).TypeArguments[1]
                : null;

    private bool IsReadable(INamedTypeSymbol type) =>
        type.SpecialType == SpecialType.None
        && !type.IsEndless()
        && (type.TypeKind == TypeKind.Enum
            || (ConverterRule.IsGiven(type) && !IsFrameworkType(type))
            || (type.TypeKind is TypeKind.Class or TypeKind.Struct && !type.IsAbstract && !IsFrameworkType(type)));

    // A type of the framework that is not named above has a shape that says nothing about its text.
    private bool IsFrameworkType(INamedTypeSymbol type)
    {
        var isOwn = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return !isOwn && space?.Name == "System";
    }
}
