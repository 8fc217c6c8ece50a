using System.Text;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Hosting.Payloads;

/// <summary>An element as it was read.</summary>
internal sealed class XmlElement(string name)
{
    /// <summary>The name with its prefix.</summary>
    public string Name => name;

    public List<(string Name, string Value)> Attributes { get; } = [];

    /// <summary>Texts, trimmed, and elements, in their order.</summary>
    public List<(string? Text, XmlElement? Child)> Content { get; } = [];

    /// <summary>All text of the element itself.</summary>
    public string Text => string.Concat(Content.Select(part => part.Text));

    /// <summary>Reads a document.</summary>
    /// <exception cref="PayloadException">It is not well-formed.</exception>
    public static XmlElement Read(ReadOnlySpan<byte> body)
    {
        var scanner = new XmlScanner(body);
        var open = new Stack<XmlElement>();
        XmlElement? root = null;
        do
        {
            if (root is not null)
            {
                var text = scanner.ReadText();
                if (!text.IsEmpty)
                    open.Peek().Content.Add((Encoding.UTF8.GetString(text), null));

                if (scanner.AtEndTag)
                {
                    scanner.Close();
                    open.Pop();
                    continue;
                }
            }

            var tag = scanner.ReadStartTag();
            var element = ElementOf(ref scanner, tag);
            if (open.TryPeek(out var parent))
                parent.Content.Add((null, element));

            root ??= element;
            if (!tag.IsEmpty)
            {
                scanner.Open(tag);
                open.Push(element);
            }
        }
        while (open.Count > 0);

        scanner.End();
        return root;
    }

    private static XmlElement ElementOf(ref XmlScanner scanner, in XmlStartTag tag)
    {
        var source = scanner.Source;
        var element = new XmlElement(Encoding.UTF8.GetString(source.Slice(tag.Start + 1, tag.NameEnd)));
        var position = tag.NameEnd;
        while (source.NextAttribute(ref position, out var attribute))
        {
            element.Attributes.Add((
                Encoding.UTF8.GetString(source.Slice(attribute.NameStart, attribute.NameEnd)),
                Encoding.UTF8.GetString(scanner.ReadAttributeText(attribute))));
        }

        return element;
    }
}
