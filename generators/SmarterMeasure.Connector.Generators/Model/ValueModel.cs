namespace SmarterMeasure.Connector.Generators.Model;

/// <summary>What a member, list item or dictionary value is, and how it is read.</summary>
internal abstract record ValueModel
{
    /// <summary>The type, fully qualified and without its own annotation.</summary>
    public required string TypeName { get; init; }

    public required bool IsNullable { get; init; }

    public required bool IsValueType { get; init; }
}

/// <summary>A value that the runtime library reads.</summary>
internal sealed record ScalarValue : ValueModel
{
    public required ScalarKind Kind { get; init; }
}

/// <summary>An object or enum, read by the reader of its type.</summary>
internal sealed record TypedValue : ValueModel
{
    /// <summary>An enum without a member for unknown text: its reader is told whether null will do.</summary>
    public required bool IsStrictEnum { get; init; }
}

/// <summary>A list of any kind.</summary>
internal sealed record ListValue : ValueModel
{
    public required ValueModel Item { get; init; }

    /// <summary>A <c>List&lt;T&gt;</c> cannot stand for it: it is an array or immutable.</summary>
    public required bool IsCopied { get; init; }
}

/// <summary>A dictionary with the members' names as keys.</summary>
internal sealed record MapValue : ValueModel
{
    public required ValueModel Item { get; init; }
}

internal enum ScalarKind
{
    Text,
    Boolean,
    Number,
    DateTimeOffset,
    DateTime,
    DateOnly,
    Guid,
    Uri,
    Raw,
}
