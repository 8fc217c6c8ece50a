using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SmarterMeasure.Connector.Generators.Parsing;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// Finds section records on events without a section. The records of the other events are alike and fit everywhere.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PayloadsShouldFitTheirEventAnalyzer : HandlerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [PayloadRules.PayloadOfAnotherEvent];

    private protected override void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events)
    {
        var payload = method.Parameters.FirstOrDefault(static one =>
            one.Type.Is("SmarterMeasure.Connector", "SectionStart") || one.Type.Is("SmarterMeasure.Connector", "SectionComplete"));
        if (payload is null)
            return;
        foreach (var attribute in events)
        {
            if (attribute.ConstructorArguments is [{ Value: string name }] && RecordWithoutSection(name) is { } instead)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    PayloadRules.PayloadOfAnotherEvent,
                    TypeLocation(payload, context.CancellationToken),
                    name,
                    payload.Type.Name,
                    instead));
            }
        }
    }

    private static string? RecordWithoutSection(string eventName) => eventName.ToLowerInvariant() switch
    {
        "assessment.created" => "AssessmentCreated",
        "assessment.completed" => "AssessmentCompleted",
        "assessment.stopped" => "AssessmentStopped",
        _ => null,
    };
}
