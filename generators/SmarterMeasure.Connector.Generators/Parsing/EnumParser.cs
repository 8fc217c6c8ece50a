using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Turns an enum into its model.</summary>
internal static class EnumParser
{
    public static PayloadType Parse(INamedTypeSymbol type)
    {
        var problems = new List<HandlerProblem>();
        var members = new List<EnumMember>();
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var written = new HashSet<object>();
        foreach (var member in type.GetMembers().OfType<IFieldSymbol>())
        {
            var text = WireNames.Of(member);
            var folded = WireNames.Fold(text);
            if (member.ConstantValue is not { } value || folded.Length == 0)
                continue;
            if (!values.TryGetValue(folded, out var other))
            {
                values.Add(folded, value);
                members.Add(new EnumMember(Symbols.Identifier(member.Name), text, folded, written.Add(value)));
            }
            else if (!other.Equals(value))
            {
                problems.Add(new HandlerProblem(ProblemKind.AmbiguousEnumMember, $"{type.ToDisplayString()}.{member.Name}"));
            }
        }

        var model = new EnumModel
        {
            TypeName = type.FullyQualified(),
            RuntimeName = type.RuntimeName(),
            ShortName = ReaderNames.Short(type),
            LongName = ReaderNames.Long(type),
            Members = members.ToEquatableArray(),
            Fallback = Fallback(type),
        };
        return new PayloadType(problems.Count > 0 ? null : model, [], problems);
    }

    /// <summary>The member that stands for any unknown text.</summary>
    public static string? Fallback(INamedTypeSymbol type) => type.GetMembers("Unknown").Length > 0 ? "Unknown" : null;
}
