namespace FakeCampus.OneRoster;

/// <summary>
/// A filter of one comparison: <c>identifier='S123'</c>; a quote inside the value is doubled. A dot leads into a member, as
/// implementations do it (<c>userIds.identifier</c>).
/// </summary>
internal sealed record OneRosterFilter(string Field, string Value)
{
    /// <summary>Null when it is not of this form, or names another field.</summary>
    public static OneRosterFilter? Parse(string text, params ReadOnlySpan<string> fields)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || !fields.Contains(text[..equals]))
            return null;

        var quoted = text[(equals + 1)..];
        if (quoted.Length < 2 || quoted[0] != '\'' || quoted[^1] != '\'')
            return null;

        var inner = quoted[1..^1].Replace("''", "\0", StringComparison.Ordinal);
        return inner.Contains('\'', StringComparison.Ordinal)
            ? null
            : new OneRosterFilter(text[..equals], inner.Replace('\0', '\''));
    }

    /// <summary>Comparisons do not tell upper from lower case, as the specification asks.</summary>
    public bool Matches(string? text) => string.Equals(text, Value, StringComparison.OrdinalIgnoreCase);
}
