using System.Text;
using CsCheck;

namespace SmarterMeasure.Connector.Tests.Wire;

/// <summary>Random texts: plain ones mostly, with all that needs escaping and characters of every length in UTF-8.</summary>
internal static class RandomText
{
    public static readonly Gen<string> Any = Of(Gen.Frequency(
        (8, Gen.Int['a', 'z']),
        (2, Gen.OneOf<int>('"', '\\', '/', '<', '>', '&', ']', '[', '\'', ' ')),
        (2, Gen.OneOf<int>('\t', '\n', '\r')),
        (1, Gen.Int[0, 0x1F]),
        (1, Gen.Int[0x80, 0x7FF]),
        (1, Gen.Int[0x800, 0xFFFF]),
        (1, Gen.Int[0x10000, 0x10FFFF])));

    public static readonly Gen<string> OfXml = Any.Select(text => string.Concat(text.Where(letter =>
        letter is (>= ' ' or '\t' or '\n' or '\r') and not '\uFFFE' and not '\uFFFF')));

    private static Gen<string> Of(Gen<int> codePoint) => codePoint.Array[0, 40].Select(values =>
    {
        var text = new StringBuilder();
        foreach (var value in values.Where(Rune.IsValid))
            text.Append(new Rune(value));
        return text.ToString();
    });
}
