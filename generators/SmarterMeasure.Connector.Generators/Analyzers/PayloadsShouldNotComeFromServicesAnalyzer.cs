using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SmarterMeasure.Connector.Generators.Parsing;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// Warns of a handler that sees nothing of its event while one of its parameters, taken for a service, looks like data.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PayloadsShouldNotComeFromServicesAnalyzer : HandlerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.ServiceInsteadOfPayload];

    private protected override void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events)
    {
        IParameterSymbol? suspect = null;
        foreach (var parameter in method.Parameters)
        {
            if (PayloadRule.IsRawBody(parameter.Type)
                || PayloadRule.IsPayload(parameter.Type, context.Compilation)
                || parameter.Type.Is("SmarterMeasure.Connector.Dispatch", "EventContext"))
                return;
            if (suspect is null && LooksLikeData(parameter.Type))
                suspect = parameter;
        }

        if (suspect is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                HandlerRules.ServiceInsteadOfPayload,
                TypeLocation(suspect, context.CancellationToken),
                method.Name,
                suspect.Type.ToDisplayString()));
        }
    }

    // Services do something; data has properties and nothing else.
    private static bool LooksLikeData(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } named
        && named.ReadableProperties().Any()
        && (named.IsRecord || !named.GetMembers().Any(static member =>
            member is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsOverride: false }));
}
