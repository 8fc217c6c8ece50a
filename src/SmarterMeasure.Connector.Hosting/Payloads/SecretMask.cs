using System.Text;
using System.Text.RegularExpressions;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Hosting.Payloads;

/// <summary>
/// Shows payloads without their secrets: values whose name says that they are secret, in members, attributes, lists of
/// names and values, queries of URLs and payloads within texts, and the configured keys wherever they stand. A body that
/// cannot be read to its end is not shown at all. Immutable and safe for use from many threads.
/// </summary>
/// <param name="settings">The settings with the keys.</param>
internal sealed partial class SecretMask(ConnectorSettings settings)
{
    /// <summary>What stands for a secret.</summary>
    public const string Hidden = "***";

    private const int MostNesting = 4;

    // One of a few letters could be part of any word.
    private const int ShortestKey = 6;

    private readonly string[] _keys =
        [.. settings.VerificationKeys.Select(key => key.Key).Where(key => key.Length >= ShortestKey)];

    /// <summary>Masks a body.</summary>
    /// <returns>
    /// JSON as JSON, XML as XML without comments and instructions, both indented if asked for; null when it is unreadable.
    /// </returns>
    public string? Body(ReadOnlyMemory<byte> body, PayloadFormat format, bool indented) => Body(body, format, indented, 0);

    /// <summary>Masks what a single text holds of secrets.</summary>
    public string Text(string text) => Text(text, 0);

    /// <summary>Masks a text within a payload.</summary>
    /// <param name="text">The text.</param>
    /// <param name="nesting">How many payloads within texts it stands in.</param>
    public string Text(string text, int nesting)
    {
        var content = text.AsSpan().TrimStart();
        var format = content.IsEmpty ? PayloadFormat.Unknown : content[0] switch
        {
            '{' or '[' => PayloadFormat.Json,
            '<' => PayloadFormat.Xml,
            _ => PayloadFormat.Unknown,
        };
        if (format != PayloadFormat.Unknown)
        {
            var inner = nesting < MostNesting ? Body(Encoding.UTF8.GetBytes(text), format, indented: false, nesting + 1) : null;
            return inner ?? Hidden;
        }

        foreach (var key in _keys)
            text = text.Replace(key, Hidden, StringComparison.OrdinalIgnoreCase);
        return text.Contains('=', StringComparison.Ordinal)
            ? Assignment().Replace(text, static found =>
                SecretNames.IsSecret(found.Groups[1].ValueSpan) ? $"{found.Groups[1].ValueSpan}={Hidden}" : found.Value)
            : text;
    }

    private string? Body(ReadOnlyMemory<byte> body, PayloadFormat format, bool indented, int nesting) => format switch
    {
        PayloadFormat.Json => JsonMask.Apply(body, this, indented, nesting),
        PayloadFormat.Xml => XmlMask.Apply(body.Span, this, indented, nesting),
        _ => null,
    };

    // What a URL's query or a form assigns.
    [GeneratedRegex("""([\w.%-]+)\s*=\s*([^&;\s"'<>]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
