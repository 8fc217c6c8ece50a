using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SmarterMeasure.Connector.Generators.Parsing;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Suggests a token to handlers that return a task.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlersShouldTakeACancellationTokenAnalyzer : HandlerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.MissingCancellationToken];

    private protected override void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events)
    {
        if (IsTask(method.ReturnType)
            && !method.Parameters.Any(static one => one.Type.Is("System.Threading", "CancellationToken")))
            context.ReportDiagnostic(Diagnostic.Create(HandlerRules.MissingCancellationToken, method.Locations[0], method.Name));
    }

    private static bool IsTask(ITypeSymbol type) =>
        type.MetadataName is "Task" or "Task`1" or "ValueTask" or "ValueTask`1"
        && type.Is("System.Threading.Tasks", type.MetadataName);
}
