using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// Gathers the types that the resolver knows: each with a reader of its own, and the lists and dictionaries of them that
/// are members. Texts, numbers and collections of these are left to whatever else resolves types: who gives the resolver
/// the first word would else read them by the payloads' tolerances everywhere.
/// </summary>
internal static class ResolverAssembler
{
    public static ResolverModel Assemble(IReadOnlyList<PayloadTypeModel> types, Dictionary<string, ReaderName> names) =>
        new(Types(types, names), Collections(types, names));

    // What differs in annotations only is one type to the runtime.
    private static EquatableArray<ResolvedType> Types(
        IEnumerable<PayloadTypeModel> types, Dictionary<string, ReaderName> names) => types
        .GroupBy(static type => type.RuntimeName, StringComparer.Ordinal)
        .Select(static same => same.First())
        .Select(type => new ResolvedType(type.TypeName, names[type.TypeName].Name, type switch
        {
            ConvertedModel => ResolvedKind.Converted,
            EnumModel { Fallback: null } => ResolvedKind.StrictEnum,
            EnumModel or ObjectModel { IsValueType: true } => ResolvedKind.ValueType,
            _ => ResolvedKind.Class,
        }))
        .ToEquatableArray();

    private static EquatableArray<ResolvedCollection> Collections(
        IEnumerable<PayloadTypeModel> types, Dictionary<string, ReaderName> names)
    {
        var taken = new HashSet<string>(names.Values.Select(static one => one.Name), StringComparer.OrdinalIgnoreCase);
        return types
            .OfType<ObjectModel>()
            .SelectMany(static type => type.Members)
            .SelectMany(static member => Collections(member.Value))
            .GroupBy(static collection => collection.RuntimeName, StringComparer.Ordinal)
            .Select(static same => same.First())
            .OrderBy(static collection => collection.TypeName, StringComparer.Ordinal)
            .Select(collection =>
            {
                var item = names[collection.Innermost().TypeName];
                return new ResolvedCollection(
                    ConnectorAssembler.Unique(Name(collection, item.Name), taken),
                    collection with { IsNullable = false },
                    item);
            })
            .ToEquatableArray();
    }

    private static IEnumerable<CollectionValue> Collections(ValueModel value)
    {
        for (; value is CollectionValue collection; value = collection.Item)
        {
            if (collection.Innermost() is TypedValue)
                yield return collection;
        }
    }

    private static string Name(ValueModel value, string item) => value switch
    {
        MapValue map => Name(map.Item, item) + "Map",
        ListValue list => Name(list.Item, item) + list.Kind,
        _ => item,
    };
}
