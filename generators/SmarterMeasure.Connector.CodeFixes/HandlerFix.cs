using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace SmarterMeasure.Connector.CodeFixes;

/// <summary>A fix that changes the declaration of a handler.</summary>
public abstract class HandlerFix : CodeFixProvider
{
    private protected abstract string Title { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        foreach (var diagnostic in context.Diagnostics)
        {
            var handler = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>();
            if (handler is null || !CanFix(handler))
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(Title, stop => ChangeAsync(context.Document, handler, stop), GetType().Name), diagnostic);
        }
    }

    /// <summary>Whether the fix would leave code that compiles; the signature of an override, for example, is not its own.</summary>
    private protected abstract bool CanFix(MethodDeclarationSyntax handler);

    private protected abstract void Change(DocumentEditor editor, MethodDeclarationSyntax handler);

    private async Task<Document> ChangeAsync(Document document, MethodDeclarationSyntax handler, CancellationToken stop)
    {
        var editor = await DocumentEditor.CreateAsync(document, stop).ConfigureAwait(false);
        Change(editor, handler);
        return editor.GetChangedDocument();
    }

    /// <summary>A type's name, as short as it can be once its namespace is imported.</summary>
    private protected static TypeSyntax Imported(DocumentEditor editor, INamedTypeSymbol type) =>
        (TypeSyntax)editor.Generator.TypeExpression(type).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);

    /// <summary>Whether the signature is fixed by a base type, an interface or another part.</summary>
    private protected static bool IsBound(MethodDeclarationSyntax handler)
    {
        if (handler.ExplicitInterfaceSpecifier is not null)
            return true;
        foreach (var modifier in handler.Modifiers)
        {
            if (modifier.ValueText is "override" or "partial")
                return true;
        }

        return false;
    }
}
