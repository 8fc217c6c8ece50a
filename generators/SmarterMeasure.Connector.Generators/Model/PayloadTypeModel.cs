namespace SmarterMeasure.Connector.Generators.Model;

/// <summary>A type that gets a reader of its own.</summary>
internal abstract record PayloadTypeModel
{
    /// <summary>The type, fully qualified: its identity.</summary>
    public required string TypeName { get; init; }

    /// <summary>The same without annotations.</summary>
    public required string RuntimeName { get; init; }

    /// <summary>A name for its reader, good as long as no other type wants it.</summary>
    public required string ShortName { get; init; }

    /// <summary>The name for its reader when <see cref="ShortName"/> is wanted twice.</summary>
    public required string LongName { get; init; }
}

/// <summary>A record, class or struct.</summary>
internal sealed record ObjectModel : PayloadTypeModel
{
    public required bool IsValueType { get; init; }

    public required EquatableArray<MemberModel> Members { get; init; }

    public required EquatableArray<ConstructorArgument> ConstructorArguments { get; init; }
}

/// <summary>One argument of a constructor: a member's value, or what the parameter has for its default.</summary>
/// <param name="Member">The index in <see cref="ObjectModel.Members"/>; null when no member belongs to the parameter.</param>
/// <param name="Default">The parameter's own default as an expression, where no member belongs to it.</param>
internal sealed record ConstructorArgument(int? Member, string? Default = null);

/// <summary>An enum, read by name.</summary>
internal sealed record EnumModel : PayloadTypeModel
{
    public required EquatableArray<EnumMember> Members { get; init; }

    /// <summary>The member for unknown text; null when the enum has none.</summary>
    public required string? Fallback { get; init; }
}

/// <summary>One name of an enum.</summary>
/// <param name="Name">The member, escaped where it is a keyword.</param>
/// <param name="Text">Its text on the wire.</param>
/// <param name="Folded">The same in lower case, without <c>-</c> and <c>_</c>.</param>
/// <param name="IsWritten">The first with its value, which stands for it in writing.</param>
internal sealed record EnumMember(string Name, string Text, string Folded, bool IsWritten);

/// <summary>A type with a converter of its own.</summary>
internal sealed record ConvertedModel : PayloadTypeModel
{
    public required ConvertedValue Value { get; init; }
}

/// <summary>One member of an object.</summary>
internal sealed record MemberModel
{
    /// <summary>The property, escaped where it is a keyword.</summary>
    public required string Name { get; init; }

    public required string WireName { get; init; }

    /// <summary>A second name that is accepted; null when there is none.</summary>
    public required string? Alias { get; init; }

    /// <summary>The local that holds its value while the object is read.</summary>
    public required string Local { get; init; }

    public required ValueModel Value { get; init; }

    public required Placement Placement { get; init; }

    public required Absence Absence { get; init; }

    public required Writing Writing { get; init; }

    /// <summary>Keeps what no other member takes: <c>[JsonExtensionData]</c>.</summary>
    public required bool IsExtensionData { get; init; }

    /// <summary>The value for <see cref="Absence.Default"/>, as an expression.</summary>
    public string? Default { get; init; }

    /// <summary>For <see cref="Placement.InitAccessor"/>: the type that declares the property.</summary>
    public AccessorModel? Accessor { get; init; }
}

/// <summary>An init accessor that is called after construction.</summary>
/// <param name="DeclaringType">The declaring type, fully qualified.</param>
/// <param name="SetterName">The accessor's metadata name.</param>
/// <param name="PropertyType">The property's type with annotation.</param>
internal sealed record AccessorModel(string DeclaringType, string SetterName, string PropertyType);

/// <summary>Where a member's value goes.</summary>
internal enum Placement
{
    Constructor,
    ObjectInitializer,

    /// <summary>The property's setter, after construction and only when there is a value.</summary>
    Setter,

    /// <summary>The same through the init accessor, which C# alone does not allow.</summary>
    InitAccessor,
}

/// <summary>When a member is written.</summary>
internal enum Writing
{
    Never,

    /// <summary>Unless it is null.</summary>
    IfGiven,

    /// <summary>Unless it has its type's default value, of which null is one.</summary>
    IfNotDefault,

    /// <summary>Also when it is null.</summary>
    Always,
}

/// <summary>What happens when a member is absent or nothing.</summary>
internal enum Absence
{
    /// <summary>An error.</summary>
    Missing,

    /// <summary>Null.</summary>
    Null,

    /// <summary>An empty collection.</summary>
    Empty,

    /// <summary>A given value.</summary>
    Default,

    /// <summary>What the type's own initializer or constructor set.</summary>
    Keep,
}
