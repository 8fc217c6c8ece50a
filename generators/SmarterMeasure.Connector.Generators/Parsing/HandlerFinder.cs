using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Finds the methods with the handlers' attribute in a compilation, in the order of files and text.</summary>
internal static class HandlerFinder
{
    public static EquatableArray<HandlerModel> Find(Compilation compilation, CancellationToken stop)
    {
        var files = compilation.SyntaxTrees.Select(FileDeclarations.Of).ToList();
        var hasAlias = files.Any(static file => file.HasAlias);
        return files
            .SelectMany(file => Find(compilation, hasAlias ? file.AttributedMethods : file.HandlerMethods, stop))
            .ToEquatableArray();
    }

    private static IEnumerable<HandlerModel> Find(
        Compilation compilation, ImmutableArray<MethodDeclarationSyntax> methods, CancellationToken stop)
    {
        SemanticModel? model = null;
        foreach (var method in methods)
        {
            stop.ThrowIfCancellationRequested();
            model ??= compilation.GetSemanticModel(method.SyntaxTree);
            if (model.GetDeclaredSymbol(method, stop) is not { ContainingType.IsExtension: false } symbol)
                continue;

            // A partial method's attributes may stand at either part; each part speaks for its own.
            ImmutableArray<AttributeData> attributes = [.. symbol.GetAttributes().Where(one =>
                one.AttributeClass?.Is("SmarterMeasure.Connector", "SmarterMeasureEventAttribute") == true
                && one.ApplicationSyntaxReference is { } place
                && place.SyntaxTree == method.SyntaxTree
                && method.Span.Contains(place.Span))];
            if (attributes.Length == 0)
                continue;
            foreach (var closed in ClosedHandlers.Of(symbol, compilation))
                yield return HandlerParser.Parse(closed, attributes, compilation, method.SyntaxTree.FilePath, stop);
        }
    }
}
