using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.CodeFixes;

/// <summary>Removes an attribute that repeats an event.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveRepeatedEvent)), Shared]
public sealed class RemoveRepeatedEvent : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.RepeatedEvent];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create("Remove the repeated event", Remove, equivalenceKey: nameof(RemoveRepeatedEvent)), diagnostic);

            async Task<Document> Remove(CancellationToken stop)
            {
                var editor = await DocumentEditor.CreateAsync(context.Document, stop).ConfigureAwait(false);
                editor.RemoveNode(attribute);
                return editor.GetChangedDocument();
            }
        }
    }
}
