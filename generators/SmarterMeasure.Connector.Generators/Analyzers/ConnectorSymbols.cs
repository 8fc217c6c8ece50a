using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>What the rules ask a compilation for, once.</summary>
internal sealed class ConnectorSymbols
{
    private ConnectorSymbols(INamedTypeSymbol eventAttribute, ImmutableArray<DocumentedEvent> events) =>
        (EventAttribute, Events) = (eventAttribute, events);

    public INamedTypeSymbol EventAttribute { get; }

    /// <summary>The constants of <c>SmarterMeasureEvents</c> in their order, as the referenced library has them.</summary>
    public ImmutableArray<DocumentedEvent> Events { get; }

    /// <summary>Null where the library is not referenced: there is nothing to look at then.</summary>
    public static ConnectorSymbols? Of(Compilation compilation)
    {
        if (compilation.GetTypeByMetadataName("SmarterMeasure.Connector.SmarterMeasureEventAttribute") is not { } attribute)
            return null;
        var events = ImmutableArray.CreateBuilder<DocumentedEvent>();
        var constants = compilation.GetTypeByMetadataName("SmarterMeasure.Connector.SmarterMeasureEvents");
        foreach (var member in constants?.GetMembers() ?? ImmutableArray<ISymbol>.Empty)
        {
            if (member is IFieldSymbol { HasConstantValue: true, ConstantValue: string name })
                events.Add(new DocumentedEvent(member.Name, name));
        }

        return new ConnectorSymbols(attribute, events.ToImmutable());
    }

    public bool IsHandler(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (IsEventAttribute(attribute))
                return true;
        }

        return false;
    }

    /// <summary>The method's event attributes in the order of the text; empty for any other method.</summary>
    public ImmutableArray<AttributeData> EventsOf(IMethodSymbol method)
    {
        // Most methods have no attribute at all, and of the others most have none of ours.
        return IsHandler(method)
            ? method.GetAttributes().Where(IsEventAttribute).ToImmutableArray()
            : ImmutableArray<AttributeData>.Empty;
    }

    private bool IsEventAttribute(AttributeData attribute) =>
        SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, EventAttribute);
}

/// <summary>An event that SmarterMeasure documents.</summary>
/// <param name="Constant">The constant of <c>SmarterMeasureEvents</c>.</param>
/// <param name="Name">The event's name.</param>
internal sealed record DocumentedEvent(string Constant, string Name);
