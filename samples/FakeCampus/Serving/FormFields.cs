namespace FakeCampus.Serving;

/// <summary>The fields of a form or a query in the order in which they were sent.</summary>
public sealed class FormFields
{
    private readonly List<KeyValuePair<string, string>> _all;

    private FormFields(List<KeyValuePair<string, string>> all) => _all = all;

    /// <summary>Every field, decoded, repeated ones too.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All => _all;

    /// <summary>The first value of a field; null when it was not sent.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _all)
            {
                if (key == name)
                    return value;
            }

            return null;
        }
    }

    /// <summary>Reads <c>a=b&amp;c=d</c>.</summary>
    /// <param name="encoded">The text as sent.</param>
    /// <param name="maximum">How many fields are read at most; the rest is dropped without a word, as PHP does.</param>
    public static FormFields Parse(string encoded, int maximum = int.MaxValue)
    {
        List<KeyValuePair<string, string>> all = [];
        foreach (var pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (all.Count == maximum)
                break;

            var mark = pair.IndexOf('=', StringComparison.Ordinal);
            all.Add(mark < 0
                ? new(Decode(pair), "")
                : new(Decode(pair[..mark]), Decode(pair[(mark + 1)..])));
        }

        return new FormFields(all);
    }

    /// <summary>The fields of one, then those of the other.</summary>
    public static FormFields Join(FormFields first, FormFields second) => new([.. first._all, .. second._all]);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
