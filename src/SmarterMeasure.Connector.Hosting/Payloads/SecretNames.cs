namespace SmarterMeasure.Connector.Hosting.Payloads;

/// <summary>Knows by its name what is secret: whatever its casing, prefix, blanks, hyphens or underscores.</summary>
internal static class SecretNames
{
    private const int Longest = 64;

    private static readonly string[] Parts =
    [
        "accesscode", "entrylink", "redirecturl", "redirecturi", "verificationkey", "token", "secret", "password", "passcode",
        "accesskey", "apikey", "authorization", "credential",
    ];

    // What a list of names and values calls the name.
    private static readonly string[] Naming =
        ["name", "key", "code", "id", "field", "parameter", "parameterid", "label", "title", "attribute", "property", "type"];

    /// <summary>Whether what bears this name must not be shown.</summary>
    public static bool IsSecret(ReadOnlySpan<char> name)
    {
        var colon = name.LastIndexOf(':');
        Span<char> buffer = stackalloc char[Longest];
        var plain = Plain(name[(colon + 1)..], buffer);
        foreach (var part in Parts)
        {
            if (plain.Contains(part, StringComparison.Ordinal))
                return true;
        }

        // assessment_pin, userPin, PIN.
        return plain.EndsWith("pin", StringComparison.Ordinal);
    }

    /// <summary>Whether the value of a member of this name is what its neighbour is called.</summary>
    public static bool IsNaming(ReadOnlySpan<char> name)
    {
        Span<char> buffer = stackalloc char[Longest];
        var plain = Plain(name, buffer);
        foreach (var naming in Naming)
        {
            if (plain.SequenceEqual(naming))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> Plain(ReadOnlySpan<char> name, Span<char> buffer)
    {
        var length = 0;
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter))
                continue;
            if (length == buffer.Length)
            {
                // The end of a long name says more than its beginning.
                buffer[1..].CopyTo(buffer);
                length--;
            }

            buffer[length++] = char.ToLowerInvariant(letter);
        }

        return buffer[..length];
    }
}
