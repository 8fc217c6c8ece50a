using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.CodeFixes;

/// <summary>Adds a <c>CancellationToken</c> to an asynchronous handler.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TakeCancellationToken)), Shared]
public sealed class TakeCancellationToken : HandlerFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.MissingCancellationToken];

    private protected override string Title => "Take a CancellationToken";

    private protected override bool CanFix(MethodDeclarationSyntax handler) => !IsBound(handler);

    private protected override void Change(DocumentEditor editor, MethodDeclarationSyntax handler)
    {
        if (editor.SemanticModel.Compilation.GetTypeByMetadataName("System.Threading.CancellationToken") is not { } token)
            return;
        var parameter = (ParameterSyntax)editor.Generator.ParameterDeclaration(
            FreeName(handler), Imported(editor, token));

        // Behind the others, but before those that need not be given.
        var parameters = handler.ParameterList.Parameters;
        var place = parameters.IndexOf(static one => one.Default is not null || one.Modifiers.Any(SyntaxKind.ParamsKeyword));
        editor.ReplaceNode(
            handler.ParameterList,
            handler.ParameterList.WithParameters(parameters.Insert(place < 0 ? parameters.Count : place, parameter)));
    }

    private static string FreeName(MethodDeclarationSyntax handler)
    {
        var taken = new HashSet<string>(
            handler.DescendantTokens().Where(static one => one.IsKind(SyntaxKind.IdentifierToken)).Select(static one => one.ValueText),
            StringComparer.Ordinal);
        string[] names = ["stop", "stopToken", "cancellationToken"];
        return names.FirstOrDefault(name => !taken.Contains(name)) ?? "handlerStopToken";
    }
}
