using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>What the parsers ask of symbols.</summary>
internal static class Symbols
{
    private static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The type as written in generated code, without its own annotation.</summary>
    public static string FullyQualified(this ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(FullName);

    /// <summary>The type as written in generated code, with its own annotation.</summary>
    public static string FullyQualifiedWithAnnotation(this ITypeSymbol type) => type.ToDisplayString(FullName);

    /// <summary>Whether it is the top-level type of that name, or built from it.</summary>
    public static bool Is(this ITypeSymbol type, string containingNamespace, string metadataName) =>
        type.MetadataName == metadataName
        && type.ContainingType is null
        && type.ContainingNamespace?.ToDisplayString() == containingNamespace;

    /// <summary>The type arguments when it is built from the generic type of that name.</summary>
    public static bool Is(
        this ITypeSymbol type, string containingNamespace, string metadataName, out ITypeSymbol argument)
    {
        var isIt = type.Is(containingNamespace, metadataName);
        argument = isIt ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        return isIt;
    }

    /// <summary>Whether the value may be null; a type without annotation may.</summary>
    public static bool IsNullable(this ITypeSymbol type) => type.IsValueType
        ? type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
        : type.NullableAnnotation != NullableAnnotation.NotAnnotated;

    /// <summary>The type without <see cref="Nullable{T}"/> and without annotation.</summary>
    public static ITypeSymbol WithoutNull(this ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            ? ((INamedTypeSymbol)type).TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>The public instance properties, base types' first; one that is hidden or overridden only once.</summary>
    public static IEnumerable<IPropertySymbol> ReadableProperties(this INamedTypeSymbol type)
    {
        var chain = new Stack<INamedTypeSymbol>();
        for (var at = type; at is not null && at.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); at = at.BaseType)
            chain.Push(at);

        var properties = new List<IPropertySymbol>();
        foreach (var at in chain)
        {
            foreach (var member in at.GetMembers())
            {
                if (member is not IPropertySymbol { IsStatic: false, IsIndexer: false } property
                    || !(property.DeclaredAccessibility == Accessibility.Public || property.IsRequired))
                    continue;
                var hidden = properties.FindIndex(other => other.Name == property.Name);
                if (hidden < 0)
                    properties.Add(property);
                else
                    properties[hidden] = property;
            }
        }

        return properties;
    }

    /// <summary>The attribute of that name.</summary>
    public static AttributeData? Attribute(this ISymbol symbol, string containingNamespace, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Is(containingNamespace, name) == true)
                return attribute;
        }

        return null;
    }

    /// <summary>A name as an identifier: escaped where it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
