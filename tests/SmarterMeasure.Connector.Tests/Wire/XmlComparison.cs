using System.Text;
using System.Xml.Linq;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

/// <summary>Walks a cursor along a document that System.Xml.Linq has read.</summary>
internal static class XmlComparison
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    public static void AssertSame(XElement expected, ref XmlPayloadReader reader)
    {
        var skipping = reader;
        skipping.Skip();

        var attributes = expected.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
        var children = expected.Elements().ToList();
        var text = expected.Value.Trim(Blanks);
        if (children.Count == 0)
        {
            var scalar = reader;
            Assert.True(scalar.ReadScalar(out var utf8));
            Assert.Equal(text, Encoding.UTF8.GetString(utf8));
            if (text.Length > 0)
            {
                reader = scalar;
                return;
            }
        }
        else
        {
            AssertSameItems(children, reader);
        }

        Assert.Equal(attributes.Count + children.Count > 0, reader.BeginObject());
        if (attributes.Count + children.Count == 0)
            return;

        foreach (var attribute in attributes)
        {
            Assert.True(reader.NextMember(out var name));
            Assert.Equal(attribute.Name.LocalName, Encoding.UTF8.GetString(name));
            Assert.True(reader.ReadScalar(out var value));
            Assert.Equal(attribute.Value, Encoding.UTF8.GetString(value));
        }

        foreach (var child in children)
        {
            Assert.True(reader.NextMember(out var name));
            Assert.Equal(child.Name.LocalName, Encoding.UTF8.GetString(name));
            AssertSame(child, ref reader);
        }

        Assert.False(reader.NextMember(out _));
    }

    // On a copy of the reader, so that the caller can go on with the element as an object.
    private static void AssertSameItems(List<XElement> children, XmlPayloadReader reader)
    {
        var shape = reader.BeginList();
        foreach (var child in children)
        {
            Assert.True(reader.NextItem(ref shape));
            Assert.Equal(child.FirstNode is null, reader.ReadRaw() is null && child.FirstNode is null);
        }

        Assert.False(reader.NextItem(ref shape));
    }
}
