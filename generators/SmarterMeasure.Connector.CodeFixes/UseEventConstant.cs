using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.CodeFixes;

/// <summary>Replaces an event's name with the constant of the documented event that was meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseEventConstant)), Shared]
public sealed class UseEventConstant : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.MisspeltEventName, DiagnosticIds.EventNameHasConstant];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(EventNamesShouldBeDocumentedAnalyzer.Constant, out var constant))
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Use SmarterMeasureEvents.{constant}",
                    stop => ReplaceAsync(context.Document, diagnostic.Location.SourceSpan, constant!, stop),
                    equivalenceKey: nameof(UseEventConstant)),
                diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> ReplaceAsync(
        Document document, Microsoft.CodeAnalysis.Text.TextSpan span, string constant, CancellationToken stop)
    {
        var root = (await document.GetSyntaxRootAsync(stop).ConfigureAwait(false))!;
        if (root.FindNode(span, getInnermostNodeForTie: true) is not ExpressionSyntax name)
            return document;
        var replacement = SyntaxFactory
            .ParseExpression($"global::SmarterMeasure.Connector.SmarterMeasureEvents.{constant}")
            .WithTriviaFrom(name)
            .WithAdditionalAnnotations(Simplifier.Annotation);
        return document.WithSyntaxRoot(root.ReplaceNode(name, replacement));
    }
}
