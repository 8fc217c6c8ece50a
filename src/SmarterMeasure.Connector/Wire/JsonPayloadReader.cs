namespace SmarterMeasure.Connector.Wire;

/// <summary>Reads a payload in JSON.</summary>
/// <param name="utf8">The whole body.</param>
public ref struct JsonPayloadReader(ReadOnlySpan<byte> utf8) : IPayloadReader
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;

    /// <inheritdoc/>
    public readonly PayloadFormat Format => _utf8.IsEmpty ? PayloadFormat.Json : PayloadFormat.Json;

    /// <inheritdoc/>
    public bool BeginObject() => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool NextMember(out ReadOnlySpan<byte> name) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ListShape BeginList() => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool NextItem(ref ListShape shape) => throw new NotImplementedException();

    /// <inheritdoc/>
    public bool ReadScalar(out ReadOnlySpan<byte> text) => throw new NotImplementedException();

    /// <inheritdoc/>
    public RawFragment? ReadRaw() => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Skip() => throw new NotImplementedException();

    /// <inheritdoc/>
    public void End() => throw new NotImplementedException();

    /// <inheritdoc/>
    public readonly PayloadException Error(PayloadError error, string? member = null) => throw new NotImplementedException();
}
