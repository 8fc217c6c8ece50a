namespace SmarterMeasure.Connector.Wire;

/// <summary>A part of a payload that is kept as it came because its shape is not known.</summary>
/// <param name="Format">Whether <paramref name="Text"/> is JSON or XML.</param>
/// <param name="Text">The value's source text: a JSON value, or the inner XML of an element. May hold personal data.</param>
public sealed record RawFragment(PayloadFormat Format, string Text)
{
    /// <summary>Says how long the fragment is, not what is in it.</summary>
    public override string ToString() => $"RawFragment {{ Format = {Format}, Length = {Text.Length} }}";
}
