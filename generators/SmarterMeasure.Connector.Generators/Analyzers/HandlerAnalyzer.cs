using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>A rule that looks at each method with <c>[SmarterMeasureEvent]</c>.</summary>
public abstract class HandlerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (ConnectorSymbols.Of(start.Compilation) is not { } symbols)
                return;
            start.RegisterSymbolAction(
                symbol =>
                {
                    var method = (IMethodSymbol)symbol.Symbol;
                    if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation)
                        || method.ContainingType.IsExtension)
                    {
                        return;
                    }

                    var events = symbols.EventsOf(method);
                    if (!events.IsEmpty)
                        Analyze(symbol, symbols, method, events);
                },
                SymbolKind.Method);
        });
    }

    private protected abstract void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events);

    /// <summary>The place of the name in an attribute, or of the attribute where it has none.</summary>
    private protected static Location NameLocation(AttributeData attribute, IMethodSymbol method, CancellationToken stop) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(stop) is not AttributeSyntax syntax ? method.Locations[0]
        : syntax.ArgumentList is { Arguments: [{ Expression: var name }, ..] } ? name.GetLocation()
        : syntax.GetLocation();

    /// <summary>The place of a parameter's type.</summary>
    private protected static Location TypeLocation(IParameterSymbol parameter, CancellationToken stop) =>
        parameter.DeclaringSyntaxReferences is [var reference, ..]
        && reference.GetSyntax(stop) is ParameterSyntax { Type: { } type }
            ? type.GetLocation()
            : parameter.Locations[0];
}
