using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Parsing;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// Everything that a payload is made of, with the way to it: <c>Finished.User.Scores.Value</c>. Each type is visited
/// once, by the shortest way.
/// </summary>
internal static class PayloadWalk
{
    public static IEnumerable<PayloadStep> From(INamedTypeSymbol root)
    {
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default) { root };
        var waiting = new Queue<PayloadStep>();
        waiting.Enqueue(new PayloadStep(root.Name, root, null));
        while (waiting.Count > 0)
        {
            var at = waiting.Dequeue();
            yield return at;
            if (at.Type.TypeKind == TypeKind.Enum)
            {
                foreach (var member in at.Type.GetMembers())
                {
                    if (member is IFieldSymbol)
                        yield return new PayloadStep(at.Path + "." + member.Name, at.Type, member);
                }

                continue;
            }

            foreach (var property in at.Type.ReadableProperties())
            {
                if (WireNames.IsIgnored(property))
                    continue;
                var path = at.Path + "." + property.Name;
                yield return new PayloadStep(path, at.Type, property);
                foreach (var type in Parts(property.Type))
                {
                    if (!type.IsEndless() && seen.Add(type))
                        waiting.Enqueue(new PayloadStep(path, type, null));
                }
            }
        }
    }

    /// <summary>The types with a reader of their own in a member's type: itself, or what its lists and maps hold.</summary>
    private static IEnumerable<INamedTypeSymbol> Parts(ITypeSymbol type)
    {
        switch (type.WithoutNull())
        {
            case IArrayTypeSymbol array:
                return Parts(array.ElementType);
            case INamedTypeSymbol named when IsOfFramework(named):
                return named.TypeArguments.SelectMany(Parts);
            case INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Enum } named:
                return [(INamedTypeSymbol)named.WithNullableAnnotation(NullableAnnotation.NotAnnotated)];
            default:
                return [];
        }
    }

    private static bool IsOfFramework(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name == "System";
    }
}

/// <summary>One stop of the walk.</summary>
/// <param name="Path">The way to it, from the payload's own name.</param>
/// <param name="Type">The type, or the type that has the member.</param>
/// <param name="Member">The member; null for the type itself.</param>
internal sealed record PayloadStep(string Path, INamedTypeSymbol Type, ISymbol? Member);
