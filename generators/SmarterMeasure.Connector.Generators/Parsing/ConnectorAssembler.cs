using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Brings the handlers of a compilation together: by event, in source order, with names that do not clash.</summary>
internal static class ConnectorAssembler
{
    /// <summary><c>SmarterMeasureEvents.Any</c>.</summary>
    private const string AnyName = "*";

    public static ConnectorModel Assemble(EquatableArray<HandlerModel> all)
    {
        // Within a file the handlers come in the order of the text already; OrderBy keeps it.
        var handlers = all
            .Where(static handler => handler.IsSound)
            .OrderBy(static handler => handler.FilePath, StringComparer.Ordinal)
            .ToList();
        var types = handlers
            .SelectMany(static handler => handler.PayloadTypes)
            .GroupBy(static type => type.TypeName, StringComparer.Ordinal)
            .Select(static same => same.First())
            .OrderBy(static type => type.TypeName, StringComparer.Ordinal)
            .ToList();
        var names = Names(types);

        var events = Events(handlers);
        return new ConnectorModel(
            new DispatcherModel
            {
                Events = events.Where(static one => one.Name != AnyName).ToEquatableArray(),
                AnyOther = events.FirstOrDefault(static one => one.Name == AnyName),
                Payloads = handlers
                    .SelectMany(static handler => handler.Call.Parameters)
                    .Where(static parameter => parameter.Source == ParameterSource.Payload)
                    .Select(parameter => names[parameter.TypeName])
                    .Distinct()
                    .OrderBy(static name => name.TypeName, StringComparer.Ordinal)
                    .ToEquatableArray(),
                HandlerTypes = handlers
                    .Where(static handler => !handler.Call.IsStatic)
                    .SelectMany(static handler => handler.Targets)
                    .Distinct()
                    .OrderBy(static name => name, StringComparer.Ordinal)
                    .ToEquatableArray(),
            },
            types.Select(type => new ReaderModel(names[type.TypeName].Name, type, References(type, names))).ToEquatableArray(),
            ResolverAssembler.Assemble(types, names));
    }

    private static EquatableArray<EventModel> Events(List<HandlerModel> handlers)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return handlers
            .SelectMany(static handler => handler.Events, static (handler, name) => (Name: name, Handler: handler))
            .SelectMany(
                static one => one.Handler.Targets,
                static (one, target) => (one.Name, Call: one.Handler.Call with { TypeName = target }))
            .GroupBy(static handler => handler.Name, static handler => handler.Call, StringComparer.Ordinal)
            .OrderBy(static calls => calls.Key, StringComparer.Ordinal)
            .Select(calls => new EventModel(calls.Key, Unique(MethodName(calls.Key), taken), calls.ToEquatableArray()))
            .ToEquatableArray();
    }

    /// <summary>The short name of a type's reader, or the long one where two types want the same.</summary>
    private static Dictionary<string, ReaderName> Names(List<PayloadTypeModel> types)
    {
        // Case does not count: the names become file names too.
        var wanted = types.ToLookup(static type => type.ShortName, StringComparer.OrdinalIgnoreCase);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return types.ToDictionary(
            static type => type.TypeName,
            type => new ReaderName(
                type.TypeName,
                Unique(wanted[type.ShortName].Count() == 1 ? type.ShortName : type.LongName, taken)),
            StringComparer.Ordinal);
    }

    private static EquatableArray<ReaderName> References(PayloadTypeModel type, Dictionary<string, ReaderName> names) =>
        type is not ObjectModel { Members: var members }
            ? EquatableArray<ReaderName>.Empty
            : members
                .Select(static member => member.Value.Innermost())
                .OfType<TypedValue>()
                .Select(value => names[value.TypeName])
                .Distinct()
                .ToEquatableArray();

    /// <summary><c>assessment.section-complete</c> becomes <c>OnAssessmentSectionComplete</c>.</summary>
    private static string MethodName(string eventName)
    {
        if (eventName == AnyName)
            return "OnAnyOther";

        var name = new System.Text.StringBuilder("On");
        var startsWord = true;
        foreach (var letter in eventName)
        {
            var isPart = letter is (>= 'a' and <= 'z') or (>= '0' and <= '9');
            if (isPart)
                name.Append(startsWord ? char.ToUpperInvariant(letter) : letter);
            startsWord = !isPart;
        }

        return name.ToString();
    }

    /// <summary>Takes a name that is not taken yet.</summary>
    public static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++)
            unique = name + "_" + i;
        return unique;
    }
}
