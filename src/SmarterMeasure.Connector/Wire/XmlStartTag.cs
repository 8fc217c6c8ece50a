namespace SmarterMeasure.Connector.Wire;

/// <summary>Where a start tag's parts are in the body.</summary>
internal readonly record struct XmlStartTag
{
    /// <summary>Offset of the <c>&lt;</c>.</summary>
    public required int Start { get; init; }

    /// <summary>Offset behind the name, where the attributes begin.</summary>
    public required int NameEnd { get; init; }

    /// <summary>Whether it is <c>&lt;name/&gt;</c>.</summary>
    public required bool IsEmpty { get; init; }

    /// <summary>Whether it has attributes other than <c>xmlns</c> and <c>xsi</c> ones.</summary>
    public required bool HasMembers { get; init; }

    /// <summary>Whether it says <c>xsi:nil="true"</c>.</summary>
    public required bool IsNil { get; init; }
}

/// <summary>Where an attribute's parts are in the body.</summary>
internal readonly record struct XmlAttribute
{
    /// <summary>Offset of the name.</summary>
    public required int NameStart { get; init; }

    /// <summary>Offset behind the name.</summary>
    public required int NameEnd { get; init; }

    /// <summary>Offset of the value, behind the quote.</summary>
    public required int ValueStart { get; init; }

    /// <summary>Offset of the closing quote.</summary>
    public required int ValueEnd { get; init; }
}
