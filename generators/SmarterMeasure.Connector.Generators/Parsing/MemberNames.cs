using Microsoft.CodeAnalysis.CSharp;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>The names of one type's members on the wire and as locals of its reader, each given once.</summary>
internal sealed class MemberNames
{
    /// <summary>What the reader and the writer call their own locals; numbers may follow.</summary>
    private static readonly HashSet<string> Reserved =
        [
            "reader", "member", "seen", "result", "list", "items", "map", "key", "name", "isObject",
            "writer", "payload", "item", "entry", "given", "_",
        ];

    private readonly HashSet<string> _wireNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locals = new(StringComparer.Ordinal);

    /// <summary>Takes a name on the wire; false when another member has it.</summary>
    public bool TryTake(string wireName) => _wireNames.Add(wireName);

    /// <summary>Makes a local's name of a property's.</summary>
    public string Local(string property)
    {
        var name = char.ToLowerInvariant(property[0]) + property.Substring(1);
        if (Reserved.Contains(name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')))
            name += "Value";
        while (!_locals.Add(name))
            name += "_";
        return SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
    }
}
