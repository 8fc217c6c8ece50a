using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// Decides whether a value goes through a converter: <c>[JsonConverter(typeof(X))]</c> on a member or type, with an
/// <c>X : JsonConverter&lt;T&gt;</c> of just that type and a constructor without parameters. The framework's own
/// <c>JsonStringEnumConverter</c> counts as none, because enums are read by name anyway.
/// </summary>
internal static class ConverterRule
{
    private const string Serialization = "System.Text.Json.Serialization";

    /// <summary>Whether a converter is asked for.</summary>
    public static bool IsGiven(ISymbol symbol) => Converter(symbol) is { IsGiven: true };

    /// <summary>The value's model; null when the converter cannot be used.</summary>
    /// <param name="symbol">The member or type with the attribute.</param>
    /// <param name="valueType">The value's type.</param>
    /// <param name="compilation">The compilation in which the readers will stand.</param>
    public static ConvertedValue? Parse(ISymbol symbol, ITypeSymbol valueType, Compilation compilation)
    {
        if (Converter(symbol).Type is not INamedTypeSymbol { IsAbstract: false, IsUnboundGenericType: false } converter
            || !converter.InstanceConstructors.Any(one =>
                one.Parameters.IsEmpty && one.DeclaredAccessibility == Accessibility.Public)
            || !compilation.IsSymbolAccessibleWithin(converter, compilation.Assembly)
            || Converted(converter) is not { } converted)
        {
            return null;
        }

        var bare = valueType.WithoutNull();
        var isOfNullable = bare.IsValueType && !SymbolEqualityComparer.Default.Equals(bare, converted);
        if (!SymbolEqualityComparer.Default.Equals(bare, converted.WithoutNull()) || (isOfNullable && !valueType.IsNullable()))
            return null;
        return new ConvertedValue
        {
            TypeName = bare.FullyQualified(),
            IsNullable = valueType.IsNullable(),
            IsValueType = bare.IsValueType,
            ConverterName = converter.FullyQualified(),
            IsOfNullable = isOfNullable,
        };
    }

    // The attribute may also be derived from, to make the converter in code that cannot be run here.
    private static (bool IsGiven, ITypeSymbol? Type) Converter(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Is(Serialization, "JsonConverterAttribute") == true)
            {
                var type = attribute.ConstructorArguments is [{ Value: ITypeSymbol given }] ? given : null;
                return (type is null || !IsByName(type), type);
            }

            if (attribute.AttributeClass?.BaseType?.Is(Serialization, "JsonConverterAttribute") == true)
                return (true, null);
        }

        return (false, null);
    }

    private static bool IsByName(ITypeSymbol type) =>
        type.Is(Serialization, "JsonStringEnumConverter") || type.Is(Serialization, "JsonStringEnumConverter`1");

    private static ITypeSymbol? Converted(INamedTypeSymbol converter)
    {
        for (var at = converter.BaseType; at is not null; at = at.BaseType)
        {
            if (at.Is(Serialization, "JsonConverter`1", out var converted))
                return converted;
        }

        return null;
    }
}
