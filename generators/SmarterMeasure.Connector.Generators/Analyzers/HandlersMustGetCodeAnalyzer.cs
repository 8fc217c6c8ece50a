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
        var diagnostics = ClosedHandlers.Of(method, context.Compilation)
            .SelectMany(closed => Diagnostics(closed, events, context.Compilation, context.CancellationToken))
            .Distinct();
        foreach (var diagnostic in diagnostics)
            context.ReportDiagnostic(diagnostic);

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

    private static IEnumerable<Diagnostic> Diagnostics(
        IMethodSymbol method, ImmutableArray<AttributeData> events, Compilation compilation, CancellationToken stop)
    {
        var model = HandlerParser.Parse(method, events, compilation, method.Locations[0].SourceTree?.FilePath ?? "", stop);
        var payload = method.Parameters.FirstOrDefault(one => PayloadRule.IsPayload(one.Type, compilation));
        foreach (var problem in model.Problems.Where(static one => one.StopsCode).Distinct())
        {
            var diagnostic = HandlerProblemReport.Of(method, problem, compilation, stop);
            if (diagnostic is null && payload is not null)
                diagnostic = PayloadProblemReport.Of(payload, TypeLocation(payload, stop), problem, compilation, stop);
            if (diagnostic is not null)
                yield return diagnostic;
        }
    }
}
