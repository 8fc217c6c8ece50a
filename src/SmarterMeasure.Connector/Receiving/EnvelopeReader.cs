namespace SmarterMeasure.Connector.Receiving;

/// <summary>Finds a body's envelope in one forward pass, without deserializing it.</summary>
public static class EnvelopeReader
{
    /// <summary>Reads the envelope. Never throws: what is unreadable gets a <see cref="Envelope.QuarantineReason"/>.</summary>
    public static Envelope Read(ReadOnlySpan<byte> body) => throw new NotImplementedException();
}
