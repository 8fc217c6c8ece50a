using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// What a file declares: its tokens but for those in the bodies of methods, constructors and operators, because nothing
/// there can change a type, a signature or an attribute. Found once for each tree, and nothing of it outlives the tree.
/// </summary>
internal sealed class FileDeclarations
{
    private const string Attribute = "SmarterMeasureEventAttribute";
    private const string ShortAttribute = "SmarterMeasureEvent";

    private static readonly ConditionalWeakTable<SyntaxTree, FileDeclarations> Known = new();

    private FileDeclarations(SyntaxTree tree)
    {
        var root = tree.GetRoot();
        var text = new StringBuilder();
        var methods = ImmutableArray.CreateBuilder<MethodDeclarationSyntax>();
        foreach (var part in root.DescendantNodesAndTokens(static node => !IsBody(node)))
        {
            if (part.AsNode() is not { } node)
                text.Append(part.AsToken().Text).Append('\0');
            else if (IsBody(node))
                text.Append("{}");
            else if (node is MethodDeclarationSyntax { AttributeLists.Count: > 0 } method)
                methods.Add(method);
            else if (node is UsingDirectiveSyntax { Alias: not null } alias && IsOurs(alias.NamespaceOrType))
                HasAlias = true;
        }

        // This directive reaches beyond the body that it stands in.
        var counts = root.ContainsDirectives && root.DescendantTrivia().Any(static one => one.IsKind(SyntaxKind.NullableDirectiveTrivia))
            ? root.ToFullString()
            : text.ToString();
        Checksum = Convert.ToBase64String(SourceText.From(counts).GetContentHash().ToArray());
        AttributedMethods = methods.ToImmutable();
        HandlerMethods = [.. AttributedMethods.Where(static method =>
            method.AttributeLists.Any(static list => list.Attributes.Any(static one => IsOurs(one.Name))))];
    }

    /// <summary>Equal for equal declarations.</summary>
    public string Checksum { get; }

    /// <summary>The methods with attributes of any name.</summary>
    public ImmutableArray<MethodDeclarationSyntax> AttributedMethods { get; }

    /// <summary>The methods with an attribute of the handlers' attribute's own name.</summary>
    public ImmutableArray<MethodDeclarationSyntax> HandlerMethods { get; }

    /// <summary>Whether the file gives that attribute another name, be it for itself or for all files.</summary>
    public bool HasAlias { get; }

    public static FileDeclarations Of(SyntaxTree tree) => Known.GetValue(tree, static tree => new FileDeclarations(tree));

    private static bool IsBody(SyntaxNode node) =>
        node is BlockSyntax or ArrowExpressionClauseSyntax && node.Parent is BaseMethodDeclarationSyntax;

    private static bool IsOurs(SyntaxNode name) => name switch
    {
        QualifiedNameSyntax qualified => IsOurs(qualified.Right),
        AliasQualifiedNameSyntax qualified => IsOurs(qualified.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText is Attribute or ShortAttribute,
        _ => false,
    };
}
