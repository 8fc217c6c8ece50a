namespace SmarterMeasure.Connector.Generators.Model;

/// <summary>One method with the attribute: what it handles, how it is called, and which types that needs.</summary>
internal sealed record HandlerModel
{
    /// <summary>The file it stands in; orders the handlers of one event.</summary>
    public required string FilePath { get; init; }

    /// <summary>The events' names in lower case.</summary>
    public required EquatableArray<string> Events { get; init; }

    /// <summary>How it is called, on the type that declares it.</summary>
    public required HandlerCall Call { get; init; }

    /// <summary>The types on which it is called, fully qualified: the declaring one, or those derived when that is abstract.</summary>
    public required EquatableArray<string> Targets { get; init; }

    /// <summary>The payload's type and every type reachable from it; empty without a typed payload.</summary>
    public required EquatableArray<PayloadTypeModel> PayloadTypes { get; init; }

    /// <summary>Why no code can be emitted for the method, and what is worth a warning; empty when it is sound.</summary>
    public required EquatableArray<HandlerProblem> Problems { get; init; }

    /// <summary>Whether code is emitted for the method.</summary>
    public bool IsSound => !Problems.Any(static problem => problem.StopsCode);
}

/// <summary>How to call a handler.</summary>
internal sealed record HandlerCall
{
    /// <summary>The declaring type, fully qualified.</summary>
    public required string TypeName { get; init; }

    /// <summary>The method's name, escaped where it is a keyword.</summary>
    public required string MethodName { get; init; }

    /// <summary>Called on the type; otherwise on an instance from the event's services.</summary>
    public required bool IsStatic { get; init; }

    public required EquatableArray<HandlerParameter> Parameters { get; init; }

    public required Awaiting Awaiting { get; init; }

    public required Yielding Yielding { get; init; }
}

/// <summary>One argument of a call.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="TypeName">Its type, fully qualified and without annotation.</param>
/// <param name="Key">The service's key as an expression; null when it has none.</param>
internal sealed record HandlerParameter(ParameterSource Source, string TypeName, string? Key = null);

internal enum ParameterSource
{
    /// <summary>The payload, parsed.</summary>
    Payload,

    /// <summary>The body's bytes.</summary>
    RawBody,

    EventContext,
    CancellationToken,

    /// <summary>A service that must be registered.</summary>
    Service,

    /// <summary>A service that may be missing: the parameter is nullable.</summary>
    OptionalService,
}

/// <summary>What has to be awaited.</summary>
internal enum Awaiting
{
    Nothing,
    Task,
    ValueTask,
}

/// <summary>What a handler gives back.</summary>
internal enum Yielding
{
    Nothing,
    Push,
    Pushes,
}
