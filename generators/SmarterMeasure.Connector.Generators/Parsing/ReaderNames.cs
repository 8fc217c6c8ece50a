using System.Text;
using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>The names that a type proposes for its reader.</summary>
internal static class ReaderNames
{
    private static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None);

    /// <summary><c>Finished</c>; <c>PageOfItem</c> for <c>Page&lt;Item&gt;</c>.</summary>
    public static string Short(ITypeSymbol type)
    {
        var name = Identifier(type.Name.Length > 0 ? type.Name : type.TypeKind.ToString());
        return type is INamedTypeSymbol { TypeArguments.Length: > 0 } generic
            ? name + "Of" + string.Join("And", generic.TypeArguments.Select(Short))
            : name;
    }

    /// <summary><c>Demo_Outer_Finished</c>.</summary>
    public static string Long(ITypeSymbol type) => Identifier(type.ToDisplayString(FullName));

    private static string Identifier(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter) || letter == '_')
                name.Append(letter);
            else if (name.Length > 0 && name[name.Length - 1] != '_')
                name.Append('_');
        }

        return name.ToString().TrimEnd('_');
    }
}
