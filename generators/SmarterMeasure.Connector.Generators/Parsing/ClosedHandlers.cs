using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// A handler of an abstract generic class, once for each way in which derived classes close it: with
/// <c>class Finished : Handlers&lt;AssessmentCompleted&gt;</c> a handler of <c>Handlers&lt;T&gt;</c> takes that event's payload.
/// </summary>
internal static class ClosedHandlers
{
    /// <summary>The closed methods; the method itself when it needs no closing, or when nothing closes it.</summary>
    public static IReadOnlyList<IMethodSymbol> Of(IMethodSymbol method, Compilation compilation)
    {
        if (method is not { IsStatic: false, IsGenericMethod: false, ContainingType: { TypeKind: TypeKind.Class, IsAbstract: true } type }
            || !type.IsOpen())
        {
            return [method];
        }

        List<IMethodSymbol> closed =
        [
            .. DerivedTypes.Of(compilation).Closing(type)
                .OrderBy(static one => one.FullyQualified(), StringComparer.Ordinal)
                .SelectMany(one => one.GetMembers(method.Name))
                .OfType<IMethodSymbol>()
                .Where(one => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, method)),
        ];
        return closed.Count > 0 ? closed : [method];
    }
}
