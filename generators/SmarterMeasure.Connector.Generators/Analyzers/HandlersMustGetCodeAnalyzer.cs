using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SmarterMeasure.Connector.Generators.Parsing;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// Says why a handler gets no code. The parser decides, as it does for the generator; here its reasons find their place
/// in the text and their words.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlersMustGetCodeAnalyzer : HandlerAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        EventNameRules.BlankEventName,
        HandlerRules.UnreachableHandler,
        HandlerRules.GenericHandler,
        HandlerRules.HandlerWithoutInstance,
        HandlerRules.SeveralPayloads,
        HandlerRules.UnsupportedParameter,
        HandlerRules.UnsupportedReturnType,
        HandlerRules.AsyncVoidHandler,
        PayloadRules.UnsupportedMember,
        PayloadRules.PayloadWithoutConstructor,
        PayloadRules.RequiredMemberNeverRead,
        PayloadRules.AmbiguousWireName,
        PayloadRules.AmbiguousEnumText,
        PayloadRules.UnusableConverter,
        PayloadRules.UnusableExtensionData,
    ];

    private protected override void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events)
    {
        var model = HandlerParser.Parse(
            method, events, context.Compilation, method.Locations[0].SourceTree?.FilePath ?? "", context.CancellationToken);
        var payload = method.Parameters.FirstOrDefault(one => PayloadRule.IsPayload(one.Type, context.Compilation));
        foreach (var problem in model.Problems.Where(static one => one.StopsCode).Distinct())
        {
            var diagnostic = HandlerProblemReport.Of(method, problem, context.Compilation, context.CancellationToken);
            if (diagnostic is null && payload is not null)
            {
                var location = TypeLocation(payload, context.CancellationToken);
                diagnostic = PayloadProblemReport.Of(payload, location, problem, context.Compilation, context.CancellationToken);
            }

            if (diagnostic is not null)
                context.ReportDiagnostic(diagnostic);
        }

        // Each blank name has a place of its own.
        foreach (var attribute in events)
        {
            if (attribute.ConstructorArguments is not [{ Value: string name }] || string.IsNullOrWhiteSpace(name))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    EventNameRules.BlankEventName, NameLocation(attribute, method, context.CancellationToken), method.Name));
            }
        }
    }
}
