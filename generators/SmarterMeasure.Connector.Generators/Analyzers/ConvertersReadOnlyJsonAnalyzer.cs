using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SmarterMeasure.Connector.Generators.Parsing;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Warns of payload members and types that go through a converter, which knows JSON only.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConvertersReadOnlyJsonAnalyzer : HandlerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [PayloadRules.ConverterReadsOnlyJson];

    private protected override void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events)
    {
        var parameter = method.Parameters.FirstOrDefault(one => PayloadRule.IsPayload(one.Type, context.Compilation));
        if (parameter?.Type.WithoutNull() is not INamedTypeSymbol payload)
            return;
        foreach (var step in PayloadWalk.From(payload))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var symbol = step.Member ?? (ISymbol)step.Type;
            if (!ConverterRule.IsGiven(symbol))
                continue;
            context.ReportDiagnostic(Diagnostic.Create(
                PayloadRules.ConverterReadsOnlyJson,
                TypeLocation(parameter, context.CancellationToken),
                additionalLocations: symbol.Locations.Where(static one => one.IsInSource),
                step.Path));
        }
    }
}
