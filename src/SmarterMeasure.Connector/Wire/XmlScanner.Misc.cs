using System.Text;

namespace SmarterMeasure.Connector.Wire;

// What may stand before, between and after elements: the declaration, comments and processing instructions.
internal ref partial struct XmlScanner
{
    private void PassDeclaration()
    {
        var rest = Source.From(Position);
        if (!rest.StartsWith("<?xml"u8) || XmlText.NameLength(rest[5..]) > 0)
            return;

        var start = Position;
        Position = Source.Behind("?>"u8, start + 5);
        if (XmlDeclaration.Check(Source.Slice(start + 5, Position - 2), Source.From(0)) is { } error)
            throw Source.Fault(error, start);
    }

    private void PassBlanksAndMisc()
    {
        do
            Position = Source.BlanksEnd(Position);
        while (PassMisc());
    }

    // Passes a comment or processing instruction; false at anything else.
    private bool PassMisc()
    {
        if (Source.IsAt(Position, "<?"u8))
        {
            PassInstruction();
            return true;
        }

        if (Source.IsAt(Position, "<!--"u8))
        {
            var end = Source.Behind("--"u8, Position + 4);
            if (Source.ByteAt(end) != '>')
                throw Source.Fault(PayloadError.Malformed, end);
            Position = end + 1;
            return true;
        }

        return Source.IsAt(Position, "<!DOCTYPE"u8) ? throw Source.Fault(PayloadError.DoctypeForbidden, Position) : false;
    }

    private void PassInstruction()
    {
        var start = Position + 2;
        var nameEnd = Source.NameEnd(start);
        var isReserved = Ascii.EqualsIgnoreCase(Source.Slice(start, nameEnd), "xml"u8);
        if (isReserved || !(XmlText.IsBlank(Source.ByteAt(nameEnd)) || Source.IsAt(nameEnd, "?>"u8)))
            throw Source.Fault(PayloadError.Malformed, Position);
        Position = Source.Behind("?>"u8, nameEnd);
    }
}
