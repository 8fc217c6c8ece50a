using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.CodeFixes;

/// <summary>Makes a handler internal, and the types around it that hide it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeReachable)), Shared]
public sealed class MakeReachable : HandlerFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.UnreachableHandler];

    private protected override string Title => "Make it internal";

    private protected override bool CanFix(MethodDeclarationSyntax handler) => !IsBound(handler);

    private protected override void Change(DocumentEditor editor, MethodDeclarationSyntax handler)
    {
        foreach (var declaration in handler.AncestorsAndSelf().OfType<MemberDeclarationSyntax>())
        {
            if (declaration is not (MethodDeclarationSyntax or TypeDeclarationSyntax))
                continue;
            if (declaration.Modifiers.Any(SyntaxKind.FileKeyword))
                Replace(editor, declaration, declaration.Modifiers.First(static one => one.IsKind(SyntaxKind.FileKeyword)));
            else if (IsHidden(editor.SemanticModel.GetDeclaredSymbol(declaration)))
                editor.SetAccessibility(declaration, Accessibility.Internal);
        }
    }

    // An internal type may be reached already; a derived class may still want what is protected.
    private static bool IsHidden(ISymbol? symbol) => symbol?.DeclaredAccessibility
        is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal;

    private static void Replace(DocumentEditor editor, MemberDeclarationSyntax declaration, SyntaxToken modifier) =>
        editor.ReplaceNode(declaration, (node, _) =>
        {
            var current = (MemberDeclarationSyntax)node;
            var file = current.Modifiers.First(one => one.IsKind(modifier.Kind()));
            return current.WithModifiers(current.Modifiers.Replace(
                file, SyntaxFactory.Token(SyntaxKind.InternalKeyword).WithTriviaFrom(file)));
        });
}
