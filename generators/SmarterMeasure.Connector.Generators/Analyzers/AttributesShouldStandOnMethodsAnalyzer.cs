using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Finds the attribute where the language allows it but no handler is looked for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AttributesShouldStandOnMethodsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.AttributeWithoutEffect];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (ConnectorSymbols.Of(start.Compilation) is { EventAttribute: var attribute })
                start.RegisterSyntaxNodeAction(node => Analyze(node, attribute), SyntaxKind.Attribute);
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, INamedTypeSymbol eventAttribute)
    {
        var attribute = (AttributeSyntax)context.Node;

        // Most attributes are known by their place or name to be none of ours.
        if (attribute.Parent?.Parent is not { } target || Place(target) is not { } place || !MayBeOurs(attribute.Name))
            return;
        var constructor = context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol;
        if (SymbolEqualityComparer.Default.Equals(constructor?.ContainingType, eventAttribute))
            context.ReportDiagnostic(Diagnostic.Create(HandlerRules.AttributeWithoutEffect, attribute.GetLocation(), place));
    }

    private static string? Place(SyntaxNode target) => target switch
    {
        LocalFunctionStatementSyntax => "a local function",
        LambdaExpressionSyntax => "a lambda",
        AccessorDeclarationSyntax => "an accessor",
        MethodDeclarationSyntax { Parent: ExtensionBlockDeclarationSyntax } => "a method of an extension block",
        OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => "an operator",
        DestructorDeclarationSyntax => "a finalizer",
        _ => null,
    };

    private static bool MayBeOurs(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => MayBeOurs(qualified.Right),
        AliasQualifiedNameSyntax aliased => MayBeOurs(aliased.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText is "SmarterMeasureEvent" or "SmarterMeasureEventAttribute",
        _ => false,
    };
}
