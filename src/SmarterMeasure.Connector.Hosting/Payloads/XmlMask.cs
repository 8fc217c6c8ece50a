using System.Globalization;
using System.Text;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Hosting.Payloads;

/// <summary>Writes an XML document without its secrets, comments and instructions.</summary>
internal static class XmlMask
{
    /// <summary>The masked document; null when the body is not well-formed.</summary>
    public static string? Apply(ReadOnlySpan<byte> body, SecretMask mask, bool indented, int nesting)
    {
        XmlElement root;
        try
        {
            root = XmlElement.Read(body);
        }
        catch (PayloadException)
        {
            return null;
        }

        var text = new StringBuilder(body.Length + 256);
        new Writer(text, mask, indented, nesting).Write(root, isHidden: false, depth: 0);
        return text.ToString();
    }

    private sealed class Writer(StringBuilder output, SecretMask mask, bool indented, int nesting)
    {
        public void Write(XmlElement element, bool isHidden, int depth)
        {
            isHidden |= SecretNames.IsSecret(element.Name);
            var namesSecret = NamesSecret(element);
            output.Append('<').Append(element.Name);
            foreach (var (name, value) in element.Attributes)
            {
                var hides = isHidden || SecretNames.IsSecret(name) || (namesSecret && !NamesSecret(name, value));
                output.Append(' ').Append(name).Append("=\"");
                Escape(Shown(value, hides), isAttribute: true);
                output.Append('"');
            }

            output.Append('>');
            foreach (var (text, child) in element.Content)
            {
                if (text is not null)
                {
                    Escape(Shown(text, isHidden || namesSecret), isAttribute: false);
                    continue;
                }

                NewLine(depth + 1);
                Write(child!, isHidden || (namesSecret && !NamesSecret(child!.Name, child.Text)), depth + 1);
            }

            if (element.Content.Exists(part => part.Child is not null))
                NewLine(depth);
            output.Append("</").Append(element.Name).Append('>');
        }

        private void NewLine(int depth)
        {
            if (indented)
                output.Append('\n').Append(' ', 2 * depth);
        }

        private string Shown(string text, bool isHidden) =>
            !isHidden ? mask.Text(text, nesting) : text.Length == 0 ? "" : SecretMask.Hidden;

        // As in <field name="AccessCode">…</field> and <field><name>AccessCode</name><value>…</value></field>.
        private static bool NamesSecret(XmlElement element) =>
            element.Attributes.Exists(attribute => NamesSecret(attribute.Name, attribute.Value))
            || element.Content.Exists(part => part.Child is { } child && NamesSecret(child.Name, child.Text));

        private static bool NamesSecret(string name, string value) =>
            SecretNames.IsNaming(name) && SecretNames.IsSecret(value);

        private void Escape(string text, bool isAttribute)
        {
            foreach (var letter in text)
            {
                _ = letter switch
                {
                    '&' => output.Append("&amp;"),
                    '<' => output.Append("&lt;"),
                    '>' => output.Append("&gt;"),
                    '"' when isAttribute => output.Append("&quot;"),
                    '\n' or '\t' when !isAttribute => output.Append(letter),
                    // A terminal would obey these.
                    _ when char.IsControl(letter) => output.Append(CultureInfo.InvariantCulture, $"&#x{(int)letter:X};"),
                    _ => output.Append(letter),
                };
            }
        }
    }
}
