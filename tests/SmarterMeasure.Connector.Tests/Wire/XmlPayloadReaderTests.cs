using System.Text;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

public sealed class XmlPayloadReaderTests
{
    [Theory]
    [InlineData("<a/>")]
    [InlineData("<a></a>")]
    [InlineData("<a> \r\n\t</a >")]
    [InlineData("<a><!-- no --><?pi no?><![CDATA[ ]]>&#32;</a>")]
    public void An_empty_element_is_nothing_but_as_text_it_is_empty(string xml)
    {
        Assert.Equal("(nothing)", Reading.Xml(xml, Reading.Object));
        Assert.Equal("", Reading.Xml(xml, Reading.List));
        Assert.Equal("", Reading.Xml(xml, Reading.Scalar));
    }

    [Theory]
    [InlineData("""<a xsi:nil="true" b="1">x</a>""")]
    [InlineData("""<a xsi:nil=" 1 "/>""")]
    [InlineData("""<a xsi:nil='true'><b>1</b></a>""")]
    public void A_nil_element_is_nothing(string xml)
    {
        Assert.Equal("(nothing)", Reading.Xml(xml, Reading.Object));
        Assert.Equal("", Reading.Xml(xml, Reading.List));
        Assert.Equal("(nothing)", Reading.Xml(xml, Reading.Scalar));
        Assert.Null(Reading.Xml(xml, (ref reader) => reader.ReadRaw()));
    }

    [Theory]
    [InlineData("<a>plain</a>", "plain")]
    [InlineData("<a>\n  in \n lines\t</a>", "in \n lines")]
    [InlineData("<a>a &amp; b &lt;&gt;&quot;&apos;</a>", "a & b <>\"'")]
    [InlineData("<a>&#65;&#x42;&#x1F600;&#0000000067;</a>", "AB😀C")]
    [InlineData("<a>x<!-- & < --y<?pi & ?>z</a>", null)]
    [InlineData("<a>x<!-- & < -->y<?pi & ?>z</a>", "xyz")]
    [InlineData("<a>x<![CDATA[ <&]]]]>y</a>", "x <&]]y")]
    [InlineData("<a>1]2]]3</a>", "1]2]]3")]
    [InlineData("<a>x\r\ny\rz&#13;!</a>", "x\ny\nz\r!")]
    [InlineData("<a><![CDATA[x\r\ny\r]]>.</a>", "x\ny\n.")]
    [InlineData("""<a b="ignored">x</a>""", "x")]
    public void The_text_of_an_element_is_joined_and_trimmed(string xml, string? text)
    {
        if (text is null)
            Assert.StartsWith("malformed", Reading.Fault(() => Reading.Xml(xml, Reading.Scalar)), StringComparison.Ordinal);
        else
            Assert.Equal(text, Reading.Xml(xml, Reading.Scalar));
    }

    [Theory]
    [InlineData("""<a b="1" c='2'/>""", "b=1|c=2")]
    [InlineData("<a b = \"1\"\n c='\"'><d>3</d>text<e/></a>", "b=1|c=\"|d=3|e=")]
    [InlineData("<a b=' x\t&#9;\r\ny&#xA;&lt; '><c>1</c></a>", "b= x \t y\n< |c=1")]
    [InlineData("""<p:a xmlns:p="urn:p" xmlns="urn:q" p:b="1" xsi:type="t"><p:c>2</p:c></p:a>""", "b=1|c=2")]
    [InlineData("<a><b>1</b><!-- --><b>2</b></a>", "b=1|b=2")]
    [InlineData("<a><é>1</é></a>", "é=1")]
    public void Attributes_and_then_child_elements_are_the_members(string xml, string members) =>
        Assert.Equal(members, Reading.Xml(xml, Reading.Object));

    [Theory]
    [InlineData("""<a b="1"/>""", "")]
    [InlineData("""<a b="1"> </a>""", "")]
    [InlineData("""<a b="1"><x>1</x><y>2</y> and <x/></a>""", "1|2|")]
    public void Every_child_element_is_an_item(string xml, string items) =>
        Assert.Equal(items, Reading.Xml(xml, Reading.List));

    [Theory]
    [InlineData("<a><b>1</b> <c/> </a>", "<b>1</b> <c/>")]
    [InlineData("<a> x &amp; y </a>", "x &amp; y")]
    public void A_fragment_is_the_source_text_inside(string xml, string inside) =>
        Assert.Equal(new RawFragment(PayloadFormat.Xml, inside), Reading.Xml(xml, (ref reader) => reader.ReadRaw()));

    [Fact]
    public void The_fragment_of_an_attribute_is_its_text() => Reading.Xml("""<a b="x&amp;" c=""/>""", (ref reader) =>
    {
        Assert.True(reader.BeginObject());
        Assert.True(reader.NextMember(out _));
        Assert.Equal("x&", reader.ReadRaw()?.Text);
        Assert.True(reader.NextMember(out _));
        Assert.Null(reader.ReadRaw());
        return true;
    });

    [Fact]
    public void Text_is_no_object_and_no_list_and_children_are_no_text()
    {
        Assert.Equal("wrong_type at $, byte 0", Reading.Fault(() => Reading.Xml("<a>x</a>", Reading.Object)));
        Assert.Equal("wrong_type at $, byte 0", Reading.Fault(() => Reading.Xml("<a b='1'>x</a>", Reading.Object)));
        Assert.Equal("wrong_type at $, byte 0", Reading.Fault(() => Reading.Xml("<a>x</a>", Reading.List)));
        Assert.Equal("wrong_type at $.b, byte 3", Reading.Fault(() => Reading.Xml("<a><b>x<c/></b></a>", Reading.Object)));
        Assert.Equal("malformed at $.b.c, byte 9", Reading.Fault(() => Reading.Xml("<a><b>x<c</b></a>", Reading.Object)));
    }

    [Theory]
    [InlineData("", PayloadError.Truncated)]
    [InlineData("<", PayloadError.Truncated)]
    [InlineData("<a", PayloadError.Truncated)]
    [InlineData("<a b", PayloadError.Truncated)]
    [InlineData("<a b=", PayloadError.Truncated)]
    [InlineData("<a b='", PayloadError.Truncated)]
    [InlineData("<a/", PayloadError.Truncated)]
    [InlineData("<a>", PayloadError.Truncated)]
    [InlineData("<a>x", PayloadError.Truncated)]
    [InlineData("<a><", PayloadError.Truncated)]
    [InlineData("<a><!", PayloadError.Truncated)]
    [InlineData("<a><![CDATA[x]]", PayloadError.Truncated)]
    [InlineData("<a><!--x--", PayloadError.Truncated)]
    [InlineData("<a><?x", PayloadError.Truncated)]
    [InlineData("<a>&am", PayloadError.Truncated)]
    [InlineData("<a>&#x4", PayloadError.Truncated)]
    [InlineData("<a></a", PayloadError.Truncated)]
    [InlineData("<?xml version='1.0'", PayloadError.Truncated)]
    [InlineData("<?xml version='1.0'?>", PayloadError.Truncated)]
    [InlineData("x<a/>", PayloadError.Malformed)]
    [InlineData("<1/>", PayloadError.Malformed)]
    [InlineData("<-a/>", PayloadError.Malformed)]
    [InlineData("<a:/>", PayloadError.Malformed)]
    [InlineData("<:a/>", PayloadError.Malformed)]
    [InlineData("<a:b:c/>", PayloadError.Malformed)]
    [InlineData("< a/>", PayloadError.Malformed)]
    [InlineData("<a b/>", PayloadError.Malformed)]
    [InlineData("<a b=1/>", PayloadError.Malformed)]
    [InlineData("<a b='1'c='2'/>", PayloadError.Malformed)]
    [InlineData("<a b='<'/>", PayloadError.Malformed)]
    [InlineData("<a b='&'/>", PayloadError.Malformed)]
    [InlineData("<a / >", PayloadError.Malformed)]
    [InlineData("<a></b>", PayloadError.Malformed)]
    [InlineData("<ab></a>", PayloadError.Malformed)]
    [InlineData("<a></ab>", PayloadError.Malformed)]
    [InlineData("<a></ a>", PayloadError.Malformed)]
    [InlineData("<a></a b='1'>", PayloadError.Malformed)]
    [InlineData("<a><b></a></b>", PayloadError.Malformed)]
    [InlineData("<a>]]></a>", PayloadError.Malformed)]
    [InlineData("<a>& </a>", PayloadError.Malformed)]
    [InlineData("<a>&;</a>", PayloadError.Malformed)]
    [InlineData("<a>&amp</a>", PayloadError.Malformed)]
    [InlineData("<a>&#;</a>", PayloadError.Malformed)]
    [InlineData("<a>&#x;</a>", PayloadError.Malformed)]
    [InlineData("<a>&#X41;</a>", PayloadError.Malformed)]
    [InlineData("<a>&#+5;</a>", PayloadError.Malformed)]
    [InlineData("<a>&#0;</a>", PayloadError.Malformed)]
    [InlineData("<a>&#xD800;</a>", PayloadError.Malformed)]
    [InlineData("<a>&#xFFFE;</a>", PayloadError.Malformed)]
    [InlineData("<a>&#x110000;</a>", PayloadError.Malformed)]
    [InlineData("<a>&#99999999999999999999;</a>", PayloadError.Malformed)]
    [InlineData("<a>\u0001</a>", PayloadError.Malformed)]
    [InlineData("<a>\uFFFF</a>", PayloadError.Malformed)]
    [InlineData("<a><!-- -- --></a>", PayloadError.Malformed)]
    [InlineData("<a><!ELEMENT a></a>", PayloadError.Malformed)]
    [InlineData("<a><?xml version='1.0'?></a>", PayloadError.Malformed)]
    [InlineData("<a><?p+?></a>", PayloadError.Malformed)]
    [InlineData("<!-- c --><?xml version='1.0'?><a/>", PayloadError.Malformed)]
    [InlineData(" <?xml version='1.0'?> <?xml version='1.0'?><a/>", PayloadError.Malformed)]
    [InlineData("<?xml?><a/>", PayloadError.Malformed)]
    [InlineData("<?xml version='1.1'?><a/>", PayloadError.Malformed)]
    [InlineData("<?xml encoding='UTF-8'?><a/>", PayloadError.Malformed)]
    [InlineData("<?xml version='1.0' standalone='maybe'?><a/>", PayloadError.Malformed)]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00e9</a>", PayloadError.InvalidEncoding)]
    [InlineData("\uFEFF<?xml version='1.0' encoding='windows-1252'?><a/>", PayloadError.InvalidEncoding)]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-15'?><a/>", PayloadError.InvalidEncoding)]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?><a/>", PayloadError.InvalidEncoding)]
    [InlineData("<a>&nbsp;</a>", PayloadError.UnknownEntity)]
    [InlineData("<a b='&Amp;'/>", PayloadError.UnknownEntity)]
    [InlineData("<!DOCTYPE a><a/>", PayloadError.DoctypeForbidden)]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", PayloadError.DoctypeForbidden)]
    [InlineData("<a b='1' b='2'/>", PayloadError.DuplicateMember)]
    [InlineData("<a b1='' b2='' b3='' b4='' b5='' b6='' b7='' b8='' b9='' b1=''/>", PayloadError.DuplicateMember)]
    [InlineData("<a/><b/>", PayloadError.TrailingData)]
    [InlineData("<a/>x", PayloadError.TrailingData)]
    [InlineData("<a/></a>", PayloadError.TrailingData)]
    [InlineData("<a/>&#32;", PayloadError.TrailingData)]
    public void What_is_not_XML_or_not_accepted_is_refused(string xml, PayloadError error) =>
        Assert.Equal(error, Reading.FaultOf(PayloadFormat.Xml, Encoding.UTF8.GetBytes(xml))?.Error);

    [Theory]
    [InlineData("<?xml version='1.0' ?><a/>")]
    [InlineData("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes'?>\n<!-- c --><?pi?><a/>\n<!-- c --><?pi x?> ")]
    [InlineData("<?xml version='1.0' encoding='us-ascii'?><a/>")]
    [InlineData("<?xml version='1.0' encoding='iso-8859-1'?><a>&#233;</a>")]
    [InlineData("<?xml version='1.0' encoding='Windows-1252'?><a/>")]
    [InlineData(" \r\n\t<?xml version='1.0' encoding='UTF-8'?><a/>")]
    [InlineData("\uFEFF\n<?xml version='1.0'?><a/>")]
    [InlineData("<?xml-stylesheet href='x'?><a b:c='1' d:c='2'>></a>")]
    [InlineData("<a b1='' b2='' b3='' b4='' b5='' b6='' b7='' b8='' b9='' b10=''/>")]
    public void What_may_surround_the_root_is_passed_over(string xml) =>
        Assert.Null(Reading.FaultOf(PayloadFormat.Xml, Encoding.UTF8.GetBytes(xml)));

    [Fact]
    public void Elements_are_nested_64_deep_at_most()
    {
        Assert.Null(Reading.FaultOf(PayloadFormat.Xml, Nested(64)));
        Assert.Equal(PayloadError.TooDeep, Reading.FaultOf(PayloadFormat.Xml, Nested(65))?.Error);
        Assert.Equal(PayloadError.TooDeep, Assert.Throws<PayloadException>(() => Enter(Nested(65))).Error);

        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth)));

        static void Enter(byte[] body)
        {
            var reader = new XmlPayloadReader(body);
            while (reader.BeginObject())
                reader.NextMember(out _);
        }
    }

    [Fact]
    public void The_first_byte_that_is_no_UTF8_is_named()
    {
        var fault = Reading.FaultOf(PayloadFormat.Xml, [.. "<a><b>é"u8, 0xE9, .. "</b></a>"u8]);

        Assert.Equal("invalid_encoding at $.b, byte 8", fault?.Message);
    }

    [Theory]
    [InlineData("<c><section><code>x", "truncated at $.section.code, byte 19")]
    [InlineData("<c><s><score/><score/><score><value>&x;</value></score></s></c>", "unknown_entity at $.s.score[2].value, byte 36")]
    [InlineData("<c><s a='1' p:b='&x;'/></c>", "unknown_entity at $.s.b, byte 17")]
    [InlineData("<c><s>1</s><t>2</t><t>3</t>&</c>", "malformed at $, byte 27")]
    [InlineData("<c><Ögel.x>&</Ögel.x></c>", "malformed at $.?, byte 12")]
    [InlineData("<c><!-- <d> --><![CDATA[<e>]]><?f <g>?><h>&</h></c>", "malformed at $.h, byte 42")]
    [InlineData("<c/>x", "trailing_data at $, byte 4")]
    public void A_fault_names_its_path_and_offset(string xml, string message) =>
        Assert.Equal(message, Reading.FaultOf(PayloadFormat.Xml, Encoding.UTF8.GetBytes(xml))?.Message);

    [Fact]
    public void An_error_is_about_what_was_read_last() => Reading.Xml("""<c id="1"><user a="2"/><b>3</b><b x="y"><i>4</i></b></c>""", (ref reader) =>
    {
        Assert.True(reader.BeginObject());
        Assert.True(reader.NextMember(out _));
        Assert.Equal("duplicate_member at $.id, byte 3", reader.Error(PayloadError.DuplicateMember).Message);
        reader.ReadScalar(out _);
        Assert.Equal("wrong_type at $.id, byte 3", reader.Error(PayloadError.WrongType).Message);
        Assert.Equal("missing_member at $.id, byte 3", reader.Error(PayloadError.MissingMember, "id").Message);
        Assert.True(reader.NextMember(out _));
        Assert.Equal("duplicate_member at $.user, byte 10", reader.Error(PayloadError.DuplicateMember).Message);
        Assert.True(reader.BeginObject());
        Assert.True(reader.NextMember(out _));
        reader.ReadScalar(out _);
        Assert.False(reader.NextMember(out _));
        Assert.Equal("missing_member at $.user.user_id, byte 21", reader.Error(PayloadError.MissingMember, "user_id").Message);
        Assert.True(reader.NextMember(out _));
        reader.ReadScalar(out _);
        Assert.Equal("out_of_range at $.b, byte 23", reader.Error(PayloadError.OutOfRange).Message);
        Assert.Equal("missing_member at $.b, byte 23", reader.Error(PayloadError.MissingMember, "b").Message);
        Assert.True(reader.NextMember(out _));
        var shape = reader.BeginList();
        Assert.True(reader.NextItem(ref shape));
        reader.ReadScalar(out _);
        Assert.Equal("wrong_type at $.b[1].i, byte 40", reader.Error(PayloadError.WrongType).Message);
        Assert.False(reader.NextItem(ref shape));
        Assert.Equal("missing_member at $.b[1], byte 48", reader.Error(PayloadError.MissingMember).Message);
        Assert.False(reader.NextMember(out _));
        Assert.Equal("missing_member at $.section, byte 52", reader.Error(PayloadError.MissingMember, "section").Message);
        reader.End();
        return true;
    });

    [Fact]
    public void A_body_of_many_attributes_is_read_in_one_go()
    {
        var body = Encoding.UTF8.GetBytes("<a " + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"a{i}='' ")) + "/>");
        var started = TimeProvider.System.GetTimestamp();

        Assert.Null(Reading.FaultOf(PayloadFormat.Xml, body));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Both_formats_of_an_event_give_the_same_value()
    {
        var json = CallbackReading.Read(PayloadFormat.Json, Payloads.Utf8(Payloads.SectionCompleteJson));
        var xml = CallbackReading.Read(PayloadFormat.Xml, Payloads.Utf8(Payloads.SectionCompleteXml));

        Assert.Equivalent(json, xml, strict: true);
    }
}
