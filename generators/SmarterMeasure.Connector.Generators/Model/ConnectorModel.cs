namespace SmarterMeasure.Connector.Generators.Model;

/// <summary>Everything that is emitted for one compilation.</summary>
/// <param name="Dispatcher">The dispatcher.</param>
/// <param name="Readers">The types with readers and writers.</param>
/// <param name="Resolver">What System.Text.Json is told of them.</param>
internal sealed record ConnectorModel(
    DispatcherModel Dispatcher, EquatableArray<ReaderModel> Readers, ResolverModel Resolver);

/// <summary>The types that System.Text.Json can ask for.</summary>
/// <param name="Types">The types with readers.</param>
/// <param name="Collections">The lists and dictionaries of them that are members.</param>
internal sealed record ResolverModel(EquatableArray<ResolvedType> Types, EquatableArray<ResolvedCollection> Collections);

/// <summary>One collection that the resolver knows.</summary>
/// <param name="Name">The name of its reader and writer.</param>
/// <param name="Value">The collection.</param>
/// <param name="Item">The reader of what it holds in the end.</param>
internal sealed record ResolvedCollection(string Name, CollectionValue Value, ReaderName Item);

/// <summary>One type that the resolver knows.</summary>
/// <param name="TypeName">The type, fully qualified.</param>
/// <param name="Name">The name of its reader and writer.</param>
/// <param name="Kind">How its reader has to be called.</param>
internal sealed record ResolvedType(string TypeName, string Name, ResolvedKind Kind);

internal enum ResolvedKind
{
    Class,
    ValueType,

    /// <summary>An enum whose reader is told whether null will do.</summary>
    StrictEnum,

    /// <summary>A type with a converter of its own.</summary>
    Converted,
}

/// <summary>The dispatcher and its registration.</summary>
internal sealed record DispatcherModel
{
    /// <summary>The events that have handlers by name.</summary>
    public required EquatableArray<EventModel> Events { get; init; }

    /// <summary>The handlers of every other event; null when there are none.</summary>
    public required EventModel? AnyOther { get; init; }

    public bool HasHandlers => Events.Count > 0 || AnyOther is not null;

    public IEnumerable<EventModel> All => AnyOther is null ? Events : Events.Append(AnyOther);

    /// <summary>The payload types of handlers, each with the name of its reader.</summary>
    public required EquatableArray<ReaderName> Payloads { get; init; }

    /// <summary>The types of which handlers need an instance, fully qualified.</summary>
    public required EquatableArray<string> HandlerTypes { get; init; }
}

/// <summary>One event and its handlers in the order of their calls.</summary>
/// <param name="Name">The event's name in lower case.</param>
/// <param name="MethodName">The method that handles it.</param>
/// <param name="Calls">The handlers.</param>
internal sealed record EventModel(string Name, string MethodName, EquatableArray<HandlerCall> Calls);

/// <summary>What the compilation around the handlers says.</summary>
/// <param name="IsConnected">It references the library.</param>
/// <param name="RegistrationName">The name of its own registration class.</param>
/// <param name="Registrations">The registration classes of the assemblies that it references, fully qualified.</param>
internal sealed record AssemblyModel(bool IsConnected, string RegistrationName, EquatableArray<string> Registrations);

/// <summary>One type's reader.</summary>
/// <param name="Name">The reader's name without <c>Read</c>.</param>
/// <param name="Type">What is read.</param>
/// <param name="References">The readers that this one calls.</param>
internal sealed record ReaderModel(string Name, PayloadTypeModel Type, EquatableArray<ReaderName> References);

/// <summary>Which name the reader of a type has.</summary>
internal sealed record ReaderName(string TypeName, string Name);

internal static class ReaderNamesExtensions
{
    public static string NameOf(this EquatableArray<ReaderName> names, string typeName)
    {
        foreach (var name in names)
        {
            if (name.TypeName == typeName)
                return name.Name;
        }

        throw new InvalidOperationException("The model lacks the reader of " + typeName + ".");
    }
}
