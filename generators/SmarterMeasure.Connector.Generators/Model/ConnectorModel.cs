namespace SmarterMeasure.Connector.Generators.Model;

/// <summary>Everything that is emitted for one compilation.</summary>
internal sealed record ConnectorModel(DispatcherModel Dispatcher, EquatableArray<ReaderModel> Readers);

/// <summary>The dispatcher and its registration.</summary>
internal sealed record DispatcherModel
{
    public required EquatableArray<EventModel> Events { get; init; }

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

/// <summary>One type's reader.</summary>
/// <param name="Name">The reader's name without <c>Read</c>.</param>
/// <param name="Type">What is read.</param>
/// <param name="References">The readers that this one calls.</param>
internal sealed record ReaderModel(string Name, PayloadTypeModel Type, EquatableArray<ReaderName> References);

/// <summary>Which name the reader of a type has.</summary>
internal sealed record ReaderName(string TypeName, string Name);
