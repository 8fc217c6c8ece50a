namespace SmarterMeasure.Connector.Generators.Model;

/// <summary>What a member, list item or dictionary value is, and how it is read.</summary>
internal abstract record ValueModel
{
    /// <summary>The type, fully qualified and without its own annotation.</summary>
    public required string TypeName { get; init; }

    public required bool IsNullable { get; init; }

    public required bool IsValueType { get; init; }

    /// <summary>The value itself, or what its lists and dictionaries hold in the end.</summary>
    public virtual ValueModel Innermost() => this;
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

/// <summary>A list or a dictionary.</summary>
internal abstract record CollectionValue : ValueModel
{
    /// <summary>The type without annotations.</summary>
    public required string RuntimeName { get; init; }

    public required ValueModel Item { get; init; }

    public override ValueModel Innermost() => Item.Innermost();
}

/// <summary>A list of any kind.</summary>
internal sealed record ListValue : CollectionValue
{
    public required ListKind Kind { get; init; }
}

/// <summary>What a list becomes once its items are known.</summary>
internal enum ListKind
{
    /// <summary>A <c>List&lt;T&gt;</c>, also where its interface is wanted.</summary>
    List,

    /// <summary>An array, also where only reading is wanted.</summary>
    Array,

    /// <summary>An <c>ImmutableArray&lt;T&gt;</c> around an array.</summary>
    ImmutableArray,

    /// <summary>Another immutable collection, made of an array.</summary>
    Immutable,

    /// <summary>A <c>HashSet&lt;T&gt;</c>.</summary>
    Set,
}

/// <summary>A dictionary with the members' names as keys.</summary>
internal sealed record MapValue : CollectionValue;

/// <summary>A value that a converter of System.Text.Json reads.</summary>
internal sealed record ConvertedValue : ValueModel
{
    /// <summary>The converter, fully qualified.</summary>
    public required string ConverterName { get; init; }

    /// <summary>It converts the nullable of a value type.</summary>
    public required bool IsOfNullable { get; init; }
}

internal enum ScalarKind
{
    Text,
    Boolean,
    Number,

    /// <summary>A number that JSON writers have no method for.</summary>
    OtherNumber,

    DateTimeOffset,
    DateTime,
    DateOnly,
    Guid,
    Uri,
    TimeSpan,
    Char,
    Bytes,

    /// <summary>A <c>RawFragment</c>.</summary>
    Raw,

    JsonElement,
}
