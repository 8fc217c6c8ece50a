namespace SmarterMeasure.Connector.Generators.Model;

/// <summary>A reason why a handler gets no code, or something to warn of. The parser decides it; an analyzer may report it.</summary>
/// <param name="Kind">The rule that is broken.</param>
/// <param name="Detail">The name at fault: a parameter, a type or a member.</param>
internal sealed record HandlerProblem(ProblemKind Kind, string Detail)
{
    /// <summary>Whether it keeps the handler from getting code; otherwise it is only worth a warning.</summary>
    public bool StopsCode => Kind != ProblemKind.ConverterWithoutXml;
}

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

    /// <summary>Two members of an enum, with different values, have one text.</summary>
    AmbiguousEnumMember,

    /// <summary>A <c>[JsonConverter]</c> that cannot be made or does not convert the member's type; factories cannot.</summary>
    UnusableConverter,

    /// <summary>Extension data that is no settable dictionary of <c>JsonElement</c>, or a second one.</summary>
    UnusableExtensionData,

    /// <summary>A warning: a converter knows JSON only, and gets XML as a JSON string.</summary>
    ConverterWithoutXml,
}
