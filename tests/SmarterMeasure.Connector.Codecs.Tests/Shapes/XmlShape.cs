using System.Globalization;
using System.Text;

namespace SmarterMeasure.Connector.Codecs.Tests.Shapes;

/// <summary>Writes XML in all of the vendor's ways.</summary>
internal sealed class XmlShape(Random random) : Shape(random)
{
    private readonly StringBuilder _xml = new();

    public static byte[] Write(Group root, int seed)
    {
        var shape = new XmlShape(new Random(seed));
        shape._xml.Append(shape.OneIn(2) ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : "");
        shape.WriteElement("callback", root, " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        shape.Misc();
        return Encoding.UTF8.GetBytes(shape._xml.ToString());
    }

    private void WriteElement(string name, Part? part, string attributes = "")
    {
        Misc();
        switch (part)
        {
            case Scalar scalar:
                _xml.Append('<').Append(name).Append('>');
                Text(scalar.Text);
                Close(name);
                break;
            case Items items:
                _xml.Append('<').Append(name).Append('>');
                foreach (var item in items.Values)
                    WriteElement(Singular(name), item);
                Close(name);
                break;
            case Group group:
                WriteGroup(name, group, attributes);
                break;
            default:
                _xml.Append('<').Append(name).Append(OneIn(3) ? " xsi:nil='true'/>" : OneIn(2) ? "/>" : $"></{name}>");
                break;
        }
    }

    private void WriteGroup(string name, Group group, string attributes)
    {
        var isRoot = attributes.Length > 0;
        var members = Mixed(group).ConvertAll(member => isRoot ? InEnvelope(member) : member);
        var inTag = members.Where(member => !group.IsMap && member.Value is Scalar && OneIn(4)).ToList();
        _xml.Append('<').Append(name).Append(attributes);
        foreach (var member in inTag)
        {
            _xml.Append(OneIn(3) ? "\n  " : " ").Append(member.Name).Append(OneIn(3) ? " = \"" : "=\"");
            Escape(((Scalar)member.Value!).Text, isAttribute: true);
            _xml.Append('"');
        }

        _xml.Append('>');
        foreach (var member in members.Except(inTag))
        {
            if (member.Value is null && OneIn(3))
                continue;
            if (member is { Name: "scores" or "subscales", Value: Items items } && OneIn(3))
            {
                // As the vendor does within a subscale: items without a list around them.
                foreach (var item in items.Values)
                    WriteElement(Singular(member.Name), item);
                continue;
            }

            WriteElement(member.Name, member.Value);
        }

        Close(name);
    }

    // The vendor's XML has the envelope's fields as short attributes of the root.
    private Member InEnvelope(Member member) => member.Name is "callback_id" or "callback_event" && OneIn(2)
        ? member with { Name = member.Name["callback_".Length..] }
        : member;

    private void Text(string text)
    {
        if (OneIn(8) && !text.Contains("]]>", StringComparison.Ordinal) && !text.Contains('\r', StringComparison.Ordinal))
        {
            _xml.Append("<![CDATA[").Append(text).Append("]]>");
            return;
        }

        if (OneIn(4))
            _xml.Append("\n  ");
        var middle = OneIn(6) && !char.IsLowSurrogate(text[text.Length / 2]) ? text.Length / 2 : 0;
        Escape(text[..middle], isAttribute: false);
        if (middle > 0)
            _xml.Append("<!-- - -->");
        Escape(text[middle..], isAttribute: false);
        if (OneIn(4))
            _xml.Append("\n  ");
    }

    private void Escape(string text, bool isAttribute)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            _ = letter switch
            {
                '<' => _xml.Append("&lt;"),
                '&' => _xml.Append("&amp;"),
                '>' => _xml.Append("&gt;"),
                '"' => _xml.Append("&quot;"),
                '\r' => _xml.Append("&#13;"),
                '\n' or '\t' when isAttribute => _xml.Append(CultureInfo.InvariantCulture, $"&#{(int)letter};"),
                _ when char.IsAscii(letter) && letter > ' ' && OneIn(20) => _xml.Append(CultureInfo.InvariantCulture, $"&#x{(int)letter:X};"),
                _ => _xml.Append(letter),
            };
        }
    }

    private void Close(string name) => _xml.Append("</").Append(name).Append(OneIn(8) ? " >" : ">");

    private void Misc()
    {
        _ = Below(8) switch
        {
            0 => _xml.Append("<!-- a <comment> -->"),
            1 => _xml.Append("<?note here?>"),
            2 or 3 => _xml.Append("\n  "),
            _ => _xml,
        };
    }

    private static string Singular(string plural) => plural.EndsWith('s') ? plural[..^1] : "item";
}
