namespace SmarterMeasure.Connector.Generators.Model;

/// <summary>A reason why a handler gets no code. The parser decides it; an analyzer may report it.</summary>
/// <param name="Kind">The rule that is broken.</param>
/// <param name="Detail">The name at fault: a parameter, a type or a member.</param>
internal sealed record HandlerProblem(ProblemKind Kind, string Detail);

internal enum ProblemKind
{
    /// <summary>The attribute's name is null or blank.</summary>
    MissingEventName,

    /// <summary>The method or its type cannot be reached from generated code in the same assembly.</summary>
    NotAccessible,

    /// <summary>The method or a type around it is generic.</summary>
    Generic,

    /// <summary>An instance method on a type that cannot be a service: abstract, an interface or a struct.</summary>
    NotConstructible,

    /// <summary>An <c>async void</c> method, whose end and errors nobody sees.</summary>
    AsyncVoid,

    UnsupportedReturn,
    UnsupportedParameter,
    SeveralPayloads,

    /// <summary>A payload type that cannot be built: no usable constructor, or a required member left out.</summary>
    UnreadableType,

    /// <summary>A payload member whose type has no reader.</summary>
    UnreadableMember,

    /// <summary>Two members of a payload type have one wire name.</summary>
    AmbiguousMember,
}
