using System.Text;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

public sealed class JsonPayloadReaderTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[ \r\n\t]")]
    public void Null_and_the_empty_array_are_nothing(string json)
    {
        Assert.Equal("(nothing)", Reading.Json(json, Reading.Object));
        Assert.Equal("", Reading.Json(json, Reading.List));
        Assert.Equal("(nothing)", Reading.Json(json, Reading.Scalar));
        Assert.Null(Reading.Json(json, (ref reader) => reader.ReadRaw()));
    }

    [Fact]
    public void The_empty_string_is_an_empty_text_but_no_object_list_or_fragment()
    {
        Assert.Equal("(nothing)", Reading.Json("\"\"", Reading.Object));
        Assert.Equal("", Reading.Json("\"\"", Reading.List));
        Assert.Equal("", Reading.Json("\"\"", Reading.Scalar));
        Assert.Null(Reading.Json("\"\"", (ref reader) => reader.ReadRaw()));
    }

    [Theory]
    [InlineData("12", "12")]
    [InlineData("-0.50e+7", "-0.50e+7")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"a text longer than one vector of sixteen bytes\"", "a text longer than one vector of sixteen bytes")]
    [InlineData("""  "\"\\\/\b\f\n\r\t" """, "\"\\/\b\f\n\r\t")]
    [InlineData("\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"", "Aé€😀")]
    [InlineData("\"Zoë 😀\"", "Zoë 😀")]
    public void A_scalar_is_given_as_text(string json, string text) =>
        Assert.Equal(text, Reading.Json(json, Reading.Scalar));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"a":"1"}""", "a=1")]
    [InlineData(""" { "a" : 1 , "b\u0031" : null , "" : [ ] } """, "a=1|b1=(nothing)|=(nothing)")]
    public void The_members_of_an_object_come_in_order(string json, string members) =>
        Assert.Equal(members, Reading.Json(json, Reading.Object));

    [Theory]
    [InlineData("[1]", "1")]
    [InlineData(""" [ "a" , null , true ] """, "a|(nothing)|true")]
    [InlineData("\"alone\"", "alone")]
    [InlineData("7", "7")]
    public void A_lone_value_is_a_list_of_one(string json, string items) =>
        Assert.Equal(items, Reading.Json(json, Reading.List));

    [Fact]
    public void A_lone_object_is_a_list_of_one() =>
        Assert.Equal("code=place", Reading.Json("""{"code":"place"}""", (ref reader) =>
        {
            var shape = reader.BeginList();
            Assert.True(reader.NextItem(ref shape));
            var item = Reading.Object(ref reader);
            Assert.False(reader.NextItem(ref shape));
            return item;
        }));

    [Theory]
    [InlineData("""{"a":[1, {"b":null}]}""")]
    [InlineData("{}")]
    [InlineData("[0]")]
    [InlineData("\"a\\n\"")]
    public void A_fragment_is_the_source_text(string json) =>
        Assert.Equal(new RawFragment(PayloadFormat.Json, json), Reading.Json($" {json} ", (ref reader) => reader.ReadRaw()));

    [Theory]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("\"text\"")]
    [InlineData("[{}]")]
    public void Only_an_object_is_an_object(string json) =>
        Assert.Equal("wrong_type at $, byte 0", Reading.Fault(() => Reading.Json(json, Reading.Object)));

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Objects_and_lists_are_no_scalars(string json) =>
        Assert.Equal("wrong_type at $, byte 0", Reading.Fault(() => Reading.Json(json, Reading.Scalar)));

    [Theory]
    [InlineData("[1")]
    [InlineData("[1 1]")]
    public void Broken_text_is_called_broken_even_where_its_shape_is_wrong(string json) =>
        Assert.DoesNotContain("wrong_type", Reading.Fault(() => Reading.Json(json, Reading.Scalar)), StringComparison.Ordinal);

    [Theory]
    [InlineData("", PayloadError.Truncated)]
    [InlineData(" ", PayloadError.Truncated)]
    [InlineData("{", PayloadError.Truncated)]
    [InlineData("{\"a", PayloadError.Truncated)]
    [InlineData("{\"a\"", PayloadError.Truncated)]
    [InlineData("{\"a\":", PayloadError.Truncated)]
    [InlineData("{\"a\":1", PayloadError.Truncated)]
    [InlineData("{\"a\":1,", PayloadError.Truncated)]
    [InlineData("[1,", PayloadError.Truncated)]
    [InlineData("\"a\\", PayloadError.Truncated)]
    [InlineData("\"a\\\"", PayloadError.Truncated)]
    [InlineData("tru", PayloadError.Truncated)]
    [InlineData("nul", PayloadError.Truncated)]
    [InlineData("-", PayloadError.Truncated)]
    [InlineData("1.", PayloadError.Truncated)]
    [InlineData("1e", PayloadError.Truncated)]
    [InlineData("1e+", PayloadError.Truncated)]
    [InlineData("}", PayloadError.Malformed)]
    [InlineData("]", PayloadError.Malformed)]
    [InlineData("[}", PayloadError.Malformed)]
    [InlineData("{]", PayloadError.Malformed)]
    [InlineData("[1}", PayloadError.Malformed)]
    [InlineData("{\"a\":1]", PayloadError.Malformed)]
    [InlineData("{,}", PayloadError.Malformed)]
    [InlineData("{\"a\":1,}", PayloadError.Malformed)]
    [InlineData("{\"a\" 1}", PayloadError.Malformed)]
    [InlineData("{\"a\":}", PayloadError.Malformed)]
    [InlineData("{\"a\":1 \"b\":2}", PayloadError.Malformed)]
    [InlineData("{a:1}", PayloadError.Malformed)]
    [InlineData("{'a':1}", PayloadError.Malformed)]
    [InlineData("{1:1}", PayloadError.Malformed)]
    [InlineData("[,]", PayloadError.Malformed)]
    [InlineData("[1,]", PayloadError.Malformed)]
    [InlineData("[1 2]", PayloadError.Malformed)]
    [InlineData("[01]", PayloadError.Malformed)]
    [InlineData("[+1]", PayloadError.Malformed)]
    [InlineData("[.5]", PayloadError.Malformed)]
    [InlineData("[1.e2]", PayloadError.Malformed)]
    [InlineData("[-]", PayloadError.Malformed)]
    [InlineData("[1e]", PayloadError.Malformed)]
    [InlineData("[0x1]", PayloadError.Malformed)]
    [InlineData("[NaN]", PayloadError.Malformed)]
    [InlineData("[True]", PayloadError.Malformed)]
    [InlineData("[nulL]", PayloadError.Malformed)]
    [InlineData("[truefalse]", PayloadError.Malformed)]
    [InlineData("\"a\nb\"", PayloadError.Malformed)]
    [InlineData("\"a long text before a tab\tb\"", PayloadError.Malformed)]
    [InlineData("\"\\x\"", PayloadError.Malformed)]
    [InlineData("\"\\u12g4\"", PayloadError.Malformed)]
    [InlineData("\"\\u12\"", PayloadError.Malformed)]
    [InlineData("\"\\ud800\"", PayloadError.Malformed)]
    [InlineData("\"\\ud800x\"", PayloadError.Malformed)]
    [InlineData("\"\\udc00\"", PayloadError.Malformed)]
    [InlineData("\"\\ud800\\u0041\"", PayloadError.Malformed)]
    [InlineData("// no\n1", PayloadError.Malformed)]
    [InlineData("\u00a01", PayloadError.Malformed)]
    [InlineData("{} {}", PayloadError.TrailingData)]
    [InlineData("{}\0", PayloadError.TrailingData)]
    [InlineData("1,", PayloadError.TrailingData)]
    public void What_is_not_JSON_is_refused(string json, PayloadError error) =>
        Assert.Equal(error, Reading.FaultOf(PayloadFormat.Json, Encoding.UTF8.GetBytes(json))?.Error);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Values_are_nested_64_deep_at_most(string open, string close)
    {
        Assert.Null(Reading.FaultOf(PayloadFormat.Json, Nested(64)));
        Assert.Equal(PayloadError.TooDeep, Reading.FaultOf(PayloadFormat.Json, Nested(65))?.Error);
        Assert.Equal(PayloadError.TooDeep, Assert.Throws<PayloadException>(() => Enter(Nested(65))).Error);

        byte[] Nested(int depth)
        {
            var inside = open == "[" ? "" : "1";
            return Encoding.UTF8.GetBytes(
                string.Concat(Enumerable.Repeat(open, depth)) + inside + string.Concat(Enumerable.Repeat(close, depth)));
        }

        void Enter(byte[] body)
        {
            var reader = new JsonPayloadReader(body);
            while (true)
            {
                if (open == "[")
                {
                    var shape = reader.BeginList();
                    reader.NextItem(ref shape);
                }
                else
                {
                    reader.BeginObject();
                    reader.NextMember(out _);
                }
            }
        }
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.Equal("a=1", Reading.Json("\uFEFF{\"a\":1}", Reading.Object));

    [Fact]
    public void The_first_byte_that_is_no_UTF8_is_named()
    {
        var fault = Reading.FaultOf(PayloadFormat.Json, [.. "{\"é\":{\"b\":\""u8, 0xC3, (byte)'"', .. "}}"u8]);

        Assert.Equal("invalid_encoding at $.?.b, byte 12", fault?.Message);
    }

    [Theory]
    [InlineData("""{"section":{"code":"x",""", "truncated at $.section, byte 23")]
    [InlineData("""{"section":{"results":{"scores":[{},{},{"value":1x}]}}}""", "malformed at $.section.results.scores[2].value, byte 49")]
    [InlineData("""{"a":{"b":1},"c":[[1],[2,tru]]}""", "malformed at $.c[1][1], byte 25")]
    [InlineData("""{"a":1,"Mira Okafor":{"b":x}}""", "malformed at $.?.b, byte 26")]
    [InlineData("""{"\u0061":x}""", "malformed at $.?, byte 10")]
    [InlineData("""{"x":",\"{[","y":x}""", "malformed at $.y, byte 17")]
    [InlineData("""{"a":1}x""", "trailing_data at $, byte 7")]
    public void A_fault_names_its_path_and_offset(string json, string message) =>
        Assert.Equal(message, Reading.FaultOf(PayloadFormat.Json, Encoding.UTF8.GetBytes(json))?.Message);

    [Fact]
    public void A_long_name_is_not_shown_in_a_path()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"{{new string('n', 65)}}":x}""");

        Assert.Equal("$.?", Reading.FaultOf(PayloadFormat.Json, body)?.Path);
    }

    [Fact]
    public void An_error_is_about_what_was_read_last() => Reading.Json("""{"user":{"a":1,"b":[2]},"c":3}""", (ref reader) =>
    {
        Assert.True(reader.BeginObject());
        Assert.True(reader.NextMember(out _));
        Assert.Equal("duplicate_member at $.user, byte 1", reader.Error(PayloadError.DuplicateMember).Message);
        Assert.True(reader.BeginObject());
        Assert.True(reader.NextMember(out _));
        reader.ReadScalar(out _);
        Assert.Equal("out_of_range at $.user.a, byte 13", reader.Error(PayloadError.OutOfRange).Message);
        Assert.Equal("missing_member at $.user.a, byte 13", reader.Error(PayloadError.MissingMember, "a").Message);
        Assert.True(reader.NextMember(out _));
        var shape = reader.BeginList();
        Assert.True(reader.NextItem(ref shape));
        reader.ReadScalar(out _);
        Assert.Equal("wrong_type at $.user.b[0], byte 20", reader.Error(PayloadError.WrongType).Message);
        Assert.False(reader.NextItem(ref shape));
        Assert.False(reader.NextMember(out _));
        Assert.Equal("missing_member at $.user.user_id, byte 22", reader.Error(PayloadError.MissingMember, "user_id").Message);
        Assert.True(reader.NextMember(out _));
        reader.Skip();
        Assert.Equal("wrong_type at $.c, byte 28", reader.Error(PayloadError.WrongType).Message);
        Assert.False(reader.NextMember(out _));
        reader.End();
        return true;
    });

    [Fact]
    public void Text_of_an_escape_survives_until_the_next_call_only_and_costs_one_buffer()
    {
        var body = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("\"caf\\u00e9\"", 100)) + "]");
        Assert.Equal(100, Count(body));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Count(body);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256);

        static int Count(byte[] body)
        {
            var count = 0;
            var reader = new JsonPayloadReader(body);
            var shape = reader.BeginList();
            while (reader.NextItem(ref shape))
            {
                reader.ReadScalar(out var text);
                count += text.SequenceEqual("café"u8) ? 1 : 0;
            }

            return count;
        }
    }

    [Fact]
    public void The_documented_event_is_read()
    {
        var callback = CallbackReading.Read(PayloadFormat.Json, Payloads.Utf8(Payloads.SectionCompleteJson));

        Assert.Equal("b61d0e94c7354f0f8f2c17a9d3e4b580", callback.CallbackId);
        Assert.Equal(17, callback.User.CompletionPercentage);
        Assert.Null(callback.User.InternalId);
        Assert.Null(callback.User.Metadata);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 14, 12, 0, TimeSpan.Zero), callback.Section.DateScored);
        Assert.True(callback.Section.Completed);
        Assert.Equal([100, 78, 78], callback.Section.Results!.Scores.Select(score => score.Value));
        Assert.Equal([20, 16.5m, 82.5m], callback.Section.Results.Subscales[0].Scores.Select(score => score.Value));
    }
}
