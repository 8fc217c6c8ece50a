using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.CodeFixes;

/// <summary>Makes an <c>async void</c> handler return a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReturnTask)), Shared]
public sealed class ReturnTask : HandlerFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.AsyncVoidHandler];

    private protected override string Title => "Return Task";

    private protected override bool CanFix(MethodDeclarationSyntax handler) => !IsBound(handler);

    private protected override void Change(DocumentEditor editor, MethodDeclarationSyntax handler)
    {
        if (editor.SemanticModel.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task") is not { } task)
            return;
        var type = Imported(editor, task).WithTriviaFrom(handler.ReturnType);
        editor.ReplaceNode(handler.ReturnType, type);
    }
}
