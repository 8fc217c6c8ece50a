using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Warns of instance handlers whose class the container cannot construct.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerClassesShouldBeConstructibleAnalyzer : HandlerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.NoPublicConstructor];

    private protected override void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events)
    {
        var type = method.ContainingType;

        // What cannot be a service at all is another rule's.
        if (method.IsStatic || type.TypeKind != TypeKind.Class || type.IsAbstract
            || type.InstanceConstructors.Any(static one => one.DeclaredAccessibility == Accessibility.Public))
            return;
        context.ReportDiagnostic(Diagnostic.Create(HandlerRules.NoPublicConstructor, method.Locations[0], type.Name));
    }
}
