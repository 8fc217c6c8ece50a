using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// The classes of one compilation that can stand for an abstract class. Looked for only when a handler is declared in one;
/// nothing of it outlives the compilation.
/// </summary>
internal sealed class DerivedTypes
{
    private static readonly ConditionalWeakTable<Compilation, DerivedTypes> Known = new();

    private readonly ILookup<ISymbol?, INamedTypeSymbol> _byBase;

    private DerivedTypes(Compilation compilation) => _byBase = All(compilation.Assembly.GlobalNamespace)
        .Where(type => type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, IsFileLocal: false }
            && !IsGeneric(type) && compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        .SelectMany(static type => Bases(type), static (type, basis) => (Type: type, Base: basis))
        .ToLookup(static pair => (ISymbol?)pair.Base, static pair => pair.Type, SymbolEqualityComparer.Default);

    public static DerivedTypes Of(Compilation compilation) =>
        Known.GetValue(compilation, static compilation => new DerivedTypes(compilation));

    /// <summary>The accessible classes that derive from a class and are neither abstract nor generic.</summary>
    public IEnumerable<INamedTypeSymbol> From(INamedTypeSymbol type) => _byBase[type];

    /// <summary>The ways in which a generic class is closed to be a base of such classes.</summary>
    public IEnumerable<INamedTypeSymbol> Closing(INamedTypeSymbol type) => _byBase
        .Select(static derived => (INamedTypeSymbol)derived.Key!)
        .Where(basis => SymbolEqualityComparer.Default.Equals(basis.OriginalDefinition, type));

    private static IEnumerable<INamedTypeSymbol> All(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol inner)
                continue;
            if (inner is INamedTypeSymbol type)
                yield return type;
            foreach (var one in All(inner))
                yield return one;
        }
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at is { SpecialType: SpecialType.None }; at = at.BaseType)
            yield return at;
    }

    private static bool IsGeneric(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.IsGenericType)
                return true;
        }

        return false;
    }
}
