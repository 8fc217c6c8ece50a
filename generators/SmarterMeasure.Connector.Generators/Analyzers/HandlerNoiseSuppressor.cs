using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// Takes back what general rules say of handlers without knowing who calls them: that a method could be static, that a
/// parameter is unused, that a class is never instantiated.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerNoiseSuppressor : DiagnosticSuppressor
{
    private const string Signature = "The signature of a [SmarterMeasureEvent] handler says what it is called with";

    private static readonly SuppressionDescriptor MakeStatic = new(
        DiagnosticIds.MakeStaticSuppression, "CA1822", "A [SmarterMeasureEvent] handler may be an instance method like those beside it");

    private static readonly SuppressionDescriptor UnusedParameter = new(
        DiagnosticIds.UnusedParameterSuppression, "IDE0060", Signature);

    private static readonly SuppressionDescriptor LegacyUnusedParameter = new(
        DiagnosticIds.LegacyUnusedParameterSuppression, "CA1801", Signature);

    private static readonly SuppressionDescriptor NeverInstantiated = new(
        DiagnosticIds.NeverInstantiatedSuppression, "CA1812", "Generated code registers the class of [SmarterMeasureEvent] handlers as a service");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        [MakeStatic, UnusedParameter, LegacyUnusedParameter, NeverInstantiated];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (ConnectorSymbols.Of(context.Compilation) is not { } symbols)
            return;
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (Suppression(diagnostic, symbols, context) is { } suppression)
                context.ReportSuppression(Microsoft.CodeAnalysis.Diagnostics.Suppression.Create(suppression, diagnostic));
        }
    }

    private SuppressionDescriptor? Suppression(Diagnostic diagnostic, ConnectorSymbols symbols, SuppressionAnalysisContext context)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
            return null;
        var declaration = tree.GetRoot(context.CancellationToken)
            .FindNode(diagnostic.Location.SourceSpan)
            .FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (declaration is null)
            return null;
        var symbol = context.GetSemanticModel(tree).GetDeclaredSymbol(declaration, context.CancellationToken);
        var isCalled = symbol switch
        {
            IMethodSymbol method => symbols.IsHandler(method),
            INamedTypeSymbol type => HasInstanceHandler(type, symbols),
            _ => false,
        };
        if (!isCalled)
            return null;
        foreach (var descriptor in SupportedSuppressions)
        {
            if (descriptor.SuppressedDiagnosticId == diagnostic.Id)
                return descriptor;
        }

        return null;
    }

    // Also an inherited one: it is called on the derived class.
    private static bool HasInstanceHandler(INamedTypeSymbol type, ConnectorSymbols symbols)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            foreach (var member in at.GetMembers())
            {
                if (member is IMethodSymbol { IsStatic: false } method && symbols.IsHandler(method))
                    return true;
            }
        }

        return false;
    }
}
