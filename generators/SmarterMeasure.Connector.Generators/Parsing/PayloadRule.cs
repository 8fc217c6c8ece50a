using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// Tells a handler's payload parameter from its services. A payload is
/// <list type="bullet">
/// <item>a record class, wherever it is declared: ours or the user's;</item>
/// <item>a struct declared in the compilation;</item>
/// <item>a class declared in the compilation that is there to be filled: it has a constructor with
/// <c>[JsonConstructor]</c>; or a public property that can be set, and either all its public constructors are parameterless
/// or all its public properties can be set.</item>
/// </list>
/// Abstract classes, interfaces and everything else of a class type are services.
/// </summary>
internal static class PayloadRule
{
    public static bool IsRawBody(ITypeSymbol type) =>
        type.Is("System", "ReadOnlyMemory`1", out var item) && item.SpecialType == SpecialType.System_Byte;

    public static bool IsPayload(ITypeSymbol parameterType, Compilation compilation)
    {
        if (parameterType.WithoutNull() is not INamedTypeSymbol { IsAbstract: false } type)
            return false;
        var isOwn = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);
        return type.TypeKind switch
        {
            TypeKind.Class => type.IsRecord || (isOwn && IsFilled(type)),
            TypeKind.Struct => isOwn,
            _ => false,
        };
    }

    /// <summary>Whether a parameter of this type can come from the services.</summary>
    public static bool IsService(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Interface || (type.TypeKind is TypeKind.Class && type.SpecialType == SpecialType.None);

    private static bool IsFilled(INamedTypeSymbol type)
    {
        if (type.InstanceConstructors.Any(WireNames.IsChosen))
            return true;

        var settable = 0;
        var fixedOnes = 0;
        foreach (var property in type.ReadableProperties())
        {
            if (property.SetMethod is { DeclaredAccessibility: Accessibility.Public })
                settable++;
            else
                fixedOnes++;
        }

        var isPlain = type.InstanceConstructors.All(static constructor =>
            constructor.DeclaredAccessibility != Accessibility.Public || constructor.Parameters.IsEmpty);
        return settable > 0 && (isPlain || fixedOnes == 0);
    }
}
