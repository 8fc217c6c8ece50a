using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Decides how a value of a type is read.</summary>
/// <param name="compilation">The compilation in which the readers will stand.</param>
/// <param name="references">Receives the types that need readers of their own.</param>
internal sealed class ValueParser(Compilation compilation, List<INamedTypeSymbol> references)
{
    private const string Generic = "System.Collections.Generic";

    /// <summary>The value's model; null when no reader can be made for the type.</summary>
    public ValueModel? Parse(ITypeSymbol type)
    {
        var isNullable = type.IsNullable();
        var bare = type.WithoutNull();
        var name = bare.FullyQualified();

        if (Scalar(bare) is { } kind)
            return new ScalarValue { TypeName = name, IsNullable = isNullable, IsValueType = bare.IsValueType, Kind = kind };

        if (List(bare, out var isCopied) is { } item)
        {
            return Parse(item) is not { } itemValue ? null : new ListValue
            {
                TypeName = name, IsNullable = isNullable, IsValueType = bare.IsValueType, Item = itemValue, IsCopied = isCopied,
            };
        }

        if (Map(bare) is { } mapped)
        {
            return Parse(mapped) is not { } mappedValue ? null : new MapValue
            {
                TypeName = name, IsNullable = isNullable, IsValueType = false, Item = mappedValue,
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
            IsStrictEnum = named.TypeKind == TypeKind.Enum && EnumParser.Fallback(named) is null,
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
                return null;
        }

        if (type.Is("System", "DateTimeOffset"))
            return ScalarKind.DateTimeOffset;
        if (type.Is("System", "DateOnly"))
            return ScalarKind.DateOnly;
        if (type.Is("System", "Guid"))
            return ScalarKind.Guid;
        if (type.Is("System", "Uri"))
            return ScalarKind.Uri;
        if (type.Is("SmarterMeasure.Connector.Wire", "RawFragment"))
            return ScalarKind.Raw;
        return type.IsValueType && type.AllInterfaces.Any(static one => one.Is("System.Numerics", "INumber`1"))
            ? ScalarKind.Number
            : null;
    }

    private static ITypeSymbol? List(ITypeSymbol type, out bool isCopied)
    {
        isCopied = false;
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            isCopied = true;
            return array.ElementType;
        }

        if (type.Is("System.Collections.Immutable", "ImmutableArray`1", out var item))
        {
            isCopied = true;
            return item;
        }

        return type.Is(Generic, "List`1", out item) || type.Is(Generic, "IList`1", out item)
            || type.Is(Generic, "IReadOnlyList`1", out item) || type.Is(Generic, "ICollection`1", out item)
            || type.Is(Generic, "IReadOnlyCollection`1", out item) || type.Is(Generic, "IEnumerable`1", out item)
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
        && (type.TypeKind == TypeKind.Enum
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
