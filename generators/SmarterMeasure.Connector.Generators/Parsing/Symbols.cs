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

    /// <summary>The type as the runtime knows it: what differs from it in annotations only is the same.</summary>
    public static string RuntimeName(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

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

    /// <summary>Whether the type, or one around it, has type parameters for which nothing stands.</summary>
    public static bool IsOpen(this INamedTypeSymbol type) =>
        type.TypeArguments.Any(static one => one.TypeKind == TypeKind.TypeParameter) || type.ContainingType?.IsOpen() == true;

    /// <summary>
    /// Whether the type is built of more levels than anyone writes: <c>record Page&lt;T&gt;(Page&lt;Page&lt;T&gt;&gt;? Next)</c> reaches a
    /// new type in each.
    /// </summary>
    public static bool IsEndless(this ITypeSymbol type) => !FitsInto(type, mostLevels: 8);

    private static bool FitsInto(ITypeSymbol? type, int mostLevels) => mostLevels > 0 && type switch
    {
        IArrayTypeSymbol array => FitsInto(array.ElementType, mostLevels - 1),
        INamedTypeSymbol named => named.TypeArguments.All(one => FitsInto(one, mostLevels - 1))
            && (named.ContainingType is null || FitsInto(named.ContainingType, mostLevels)),
        _ => true,
    };

    /// <summary>
    /// The type with annotations where its arguments have none: they may be null, and generated code has to say so.
    /// </summary>
    public static ITypeSymbol WithAnnotatedArguments(this ITypeSymbol type, Compilation compilation)
    {
        switch (type)
        {
            case IArrayTypeSymbol { Rank: 1 } array when Annotated(array.ElementType, null, compilation) is var item
                && !item.Equals(array.ElementType, SymbolEqualityComparer.IncludeNullability):
                return compilation.CreateArrayTypeSymbol(item, elementNullableAnnotation: item.NullableAnnotation).WithNullableAnnotation(type.NullableAnnotation);
            case INamedTypeSymbol { TypeArguments.Length: > 0 } named:
                var arguments = named.TypeArguments.Select((one, i) => Annotated(one, named.TypeParameters[i], compilation)).ToArray();
                return arguments.SequenceEqual<ISymbol?>(named.TypeArguments, SymbolEqualityComparer.IncludeNullability)
                    ? type
                    : named.ConstructedFrom.Construct(arguments).WithNullableAnnotation(type.NullableAnnotation);
            default:
                return type;
        }
    }

    private static ITypeSymbol Annotated(ITypeSymbol argument, ITypeParameterSymbol? parameter, Compilation compilation)
    {
        var inner = argument.WithAnnotatedArguments(compilation);
        if (argument is not { IsValueType: false, NullableAnnotation: NullableAnnotation.None })
            return inner;
        var mayBeNull = parameter is null or { HasNotNullConstraint: false, HasReferenceTypeConstraint: false, ConstraintTypes.Length: 0 };
        return inner.WithNullableAnnotation(mayBeNull ? NullableAnnotation.Annotated : NullableAnnotation.NotAnnotated);
    }

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
