using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Finds attributes that repeat an event of the same method, also in another case.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlersShouldNotRepeatAnEventAnalyzer : HandlerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [EventNameRules.RepeatedEvent];

    private protected override void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events)
    {
        if (events.Length < 2)
            return;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var attribute in events)
        {
            if (attribute.ConstructorArguments is [{ Value: string name }] && !string.IsNullOrWhiteSpace(name) && !names.Add(name))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    EventNameRules.RepeatedEvent, NameLocation(attribute, method, context.CancellationToken), method.Name, name));
            }
        }
    }
}
