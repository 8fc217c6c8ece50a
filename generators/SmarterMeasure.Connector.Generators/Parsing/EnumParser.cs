using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Turns an enum into its model.</summary>
internal static class EnumParser
{
    public static PayloadType Parse(INamedTypeSymbol type)
    {
        var members = new List<EnumMember>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in type.GetMembers().OfType<IFieldSymbol>())
        {
            var folded = WireNames.Fold(WireNames.Of(member));
            if (member.HasConstantValue && folded.Length > 0 && texts.Add(folded))
                members.Add(new EnumMember(Symbols.Identifier(member.Name), folded));
        }

        var model = new EnumModel
        {
            TypeName = type.FullyQualified(),
            ShortName = ReaderNames.Short(type),
            LongName = ReaderNames.Long(type),
            Members = members.ToEquatableArray(),
            Fallback = Fallback(type),
        };
        return new PayloadType(model, [], []);
    }

    /// <summary>The member that stands for any unknown text.</summary>
    public static string? Fallback(INamedTypeSymbol type) => type.GetMembers("Unknown").Length > 0 ? "Unknown" : null;
}
