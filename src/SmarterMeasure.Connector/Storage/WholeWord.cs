using System.Buffers;
using System.Text;

namespace SmarterMeasure.Connector.Storage;

/// <summary>Finds a word in bytes that nobody could read as anything better: 71 is in "id:71", and not in "1710".</summary>
internal sealed class WholeWord(string word)
{
    private static readonly SearchValues<byte> Letters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    private readonly byte[] _word = Encoding.UTF8.GetBytes(word);

    /// <summary>The word in UTF-8.</summary>
    public byte[] Bytes => _word;

    /// <summary>Whether a text in UTF-8 has the word, with neither letter nor digit beside it.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        for (var from = 0; text[from..].IndexOf(_word) is >= 0 and var found; from += found + 1)
        {
            var (start, end) = (from + found, from + found + _word.Length);
            if ((start == 0 || !IsLetter(text[start - 1])) && (end == text.Length || !IsLetter(text[end])))
                return true;
        }

        return false;
    }

    private static bool IsLetter(byte letter) => letter >= 0x80 || Letters.Contains(letter);
}
