using System.Globalization;
using System.Text;

namespace SmarterMeasure.Connector.Codecs.Tests.Shapes;

/// <summary>Writes JSON in all of the vendor's ways, or in those only that System.Text.Json reads too.</summary>
internal sealed class JsonShape(Random random, bool isForPeer) : Shape(random)
{
    private readonly StringBuilder _json = new();

    public static byte[] Write(Group root, int seed, bool isForPeer = false)
    {
        var shape = new JsonShape(new Random(seed), isForPeer);
        shape.Blanks();
        shape.Write(root);
        shape.Blanks();
        return Encoding.UTF8.GetBytes(shape._json.ToString());
    }

    private void Write(Part? part)
    {
        switch (part)
        {
            case Scalar { Kind: ScalarKind.Text } text:
                Quote(text.Text);
                break;
            case Scalar { Kind: ScalarKind.Boolean } boolean when !isForPeer && OneIn(3):
                _json.Append(boolean.Text == "true" ? "\"1\"" : "0");
                break;
            case Scalar scalar when OneIn(2):
                Quote(scalar.Text);
                break;
            case Scalar scalar:
                _json.Append(scalar.Text);
                break;
            case Items { Values: [Scalar or Group] } lone when !isForPeer && OneIn(3):
                Write(lone.Values[0]);
                break;
            case Items items:
                Write('[', items.Values, Write, ']');
                break;
            case Group group:
                Write('{', [.. Mixed(group).Where(member => member.Value is not null || !OneIn(3))], Write, '}');
                break;
            default:
                _json.Append(isForPeer ? "null" : Below(3) switch { 0 => "null", 1 => "[ ]", _ => "[]" });
                break;
        }
    }

    private void Write(Member member)
    {
        Quote(member.Name);
        Blanks();
        _json.Append(':');
        Blanks();
        Write(member.Value);
    }

    private void Write<T>(char open, IReadOnlyList<T> parts, Action<T> write, char close)
    {
        _json.Append(open);
        Blanks();
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
                _json.Append(',');
            Blanks();
            write(parts[i]);
            Blanks();
        }

        _json.Append(close);
    }

    private void Quote(string text)
    {
        _json.Append('"');
        foreach (var letter in text)
        {
            if (letter < ' ' || char.IsSurrogate(letter) || OneIn(20))
                _json.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else if (letter is '"' or '\\' || (letter == '/' && OneIn(2)))
                _json.Append('\\').Append(letter);
            else
                _json.Append(letter);
        }

        _json.Append('"');
    }

    private void Blanks()
    {
        for (var count = OneIn(4) ? Below(4) : 0; count > 0; count--)
            _json.Append(" \n\r\t"[Below(4)]);
    }
}
