using System.Text;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Receiving;

public sealed class EnvelopeReaderTests
{
    [Theory]
    [InlineData(Payloads.CreatedJson, Payloads.CreatedXml, "0f3c9b7d52e84a1693ab4cde71f80265", "assessment.created", "14:05:11", null)]
    [InlineData(Payloads.SectionStartJson, Payloads.SectionStartXml, "b61d0e94c7354f0f8f2c17a9d3e4b580", "assessment.section-start", "14:06:40", null)]
    [InlineData(Payloads.SectionCompleteJson, Payloads.SectionCompleteXml, "b61d0e94c7354f0f8f2c17a9d3e4b580", "assessment.section-complete", "14:12:00", "lifefactors")]
    [InlineData(Payloads.CompletedJson, Payloads.CompletedXml, "4a27c8f1e05d4b6cb9d3120f86ae7751", "assessment.completed", "15:02:37", "completion")]
    [InlineData(Payloads.StoppedJson, Payloads.StoppedXml, "4a27c8f1e05d4b6cb9d3120f86ae7751", "assessment.stopped", "14:30:05", null)]
    public void Both_formats_of_every_event_have_the_same_envelope(
        string json, string xml, string id, string name, string time, string? section)
    {
        var expected = new Envelope
        {
            CallbackId = id,
            Event = name,
            UserId = "7340918",
            Format = PayloadFormat.Json,
            OccurredAt = new DateTimeOffset(DateOnly.Parse("2026-02-03"), TimeOnly.Parse(time), TimeSpan.Zero),
            Section = section,
        };

        Assert.Equal(expected, Read(json));
        Assert.Equal(expected with { Format = PayloadFormat.Xml }, Read(xml));
    }

    [Theory]
    [InlineData("""{"callback_id":"c","event":" Assessment.Completed ","user":{"user_id":7}}""")]
    [InlineData("""{"user":{"user_id":"7","x":[{"user_id":"8"}]},"callback_event":"ASSESSMENT.COMPLETED","callback_id":"c"}""")]
    [InlineData("\uFEFF \n<other:root event='assessment.completed'><user user_id='7'/><callback_id>c</callback_id></other:root>")]
    public void Names_places_and_order_may_vary(string body)
    {
        var envelope = Read(body);

        Assert.Equal(("c", "assessment.completed", "7", null), (envelope.CallbackId, envelope.Event, envelope.UserId, envelope.QuarantineReason));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n\t", "empty")]
    [InlineData("\uFEFF", "empty")]
    [InlineData("event=assessment.completed", "unknown_format")]
    [InlineData("\"text\"", "unknown_format")]
    [InlineData("null", "unknown_format")]
    public void A_body_of_no_format_is_quarantined(string body, string reason) =>
        Assert.Equal(new Envelope { Format = PayloadFormat.Unknown, QuarantineReason = reason }, Read(body));

    [Theory]
    [InlineData("[]", "wrong_type at $, byte 0")]
    [InlineData("[{}]", "wrong_type at $, byte 0")]
    [InlineData("{}", "missing_callback_id")]
    [InlineData("""{"callback_id":"  ","event":"e","user":{"user_id":"7"}}""", "missing_callback_id")]
    [InlineData("""{"id":"c","event":"e","user":{"user_id":"7"}}""", "missing_callback_id")]
    [InlineData("""{"callback_id":"c","user":{"user_id":"7"}}""", "missing_event")]
    [InlineData("""{"callback_id":"c","event":" ","user":{"user_id":"7"}}""", "missing_event")]
    [InlineData("""{"callback_id":"c","event":"e"}""", "missing_user_id")]
    [InlineData("""{"callback_id":"c","event":"e","user":[]}""", "missing_user_id")]
    [InlineData("""{"callback_id":"c","event":"e","user":{"user_id":""}}""", "missing_user_id")]
    [InlineData("""{"callback_id":"c","event":"e","user":"7"}""", "wrong_type at $.user, byte 38")]
    [InlineData("""{"callback_id":{},"event":"e"}""", "wrong_type at $.callback_id, byte 15")]
    [InlineData("""{"callback_id":"c","callback_id":"c"}""", "duplicate_member at $.callback_id, byte 19")]
    [InlineData("""{"user":{"user_id":"7","user_id":"8"}}""", "duplicate_member at $.user.user_id, byte 23")]
    [InlineData("""{"user":{"user_id":"7"},"user":{}}""", "duplicate_member at $.user, byte 24")]
    [InlineData("""{"callback_id":"c","event":"e","user":{"user_id":"7"}} x""", "trailing_data at $, byte 55")]
    [InlineData("<a><user>7</user></a>", "wrong_type at $.user, byte 3")]
    [InlineData("<!DOCTYPE a><a/>", "doctype_forbidden at $, byte 0")]
    [InlineData(Payloads.FlatJson, "missing_callback_id")]
    public void An_unsound_body_is_quarantined_with_its_reason(string body, string reason) =>
        Assert.Equal(reason, Read(body).QuarantineReason);

    [Theory]
    [InlineData("""{"callback_id":"c","event":"E.x","user":{"user_id":"7"},"callback_event":"e.X "}""")]
    [InlineData("""{"callback_event":"e.x","callback_id":"c","event":null,"user":{"user_id":"7"}}""")]
    [InlineData("""{"event":" ","callback_event":"e.x","callback_id":"c","user":{"user_id":"7"}}""")]
    [InlineData("<a id='c' callback_id='C' event='e.x' callback_event='E.X'><user user_id='7'/></a>")]
    [InlineData("<a callback_event='e.x' id='c'><callback_id> c </callback_id><event>E.x</event><user user_id='7'/></a>")]
    public void Both_names_of_a_member_may_say_the_same(string body)
    {
        var envelope = Read(body);

        Assert.Equal(("c", "e.x", "7", null), (envelope.CallbackId, envelope.Event, envelope.UserId, envelope.QuarantineReason));
    }

    [Theory]
    [InlineData("""{"event":"e","callback_event":"f"}""", "duplicate_member at $.callback_event, byte 30")]
    [InlineData("""{"callback_event":"e","event":"f"}""", "duplicate_member at $.event, byte 30")]
    [InlineData("""{"event":"e","event":"e"}""", "duplicate_member at $.event, byte 13")]
    [InlineData("<a id='1'><callback_id>2</callback_id></a>", "duplicate_member at $.callback_id, byte 10")]
    [InlineData("<a callback_id='1' id='2'/>", "duplicate_member at $.id, byte 19")]
    [InlineData("<a id='1'><id>1</id></a>", "duplicate_member at $.id, byte 10")]
    [InlineData("<a event='e' callback_event='f'/>", "duplicate_member at $.callback_event, byte 13")]
    public void What_both_names_say_differently_is_quarantined(string body, string reason) =>
        Assert.Equal(reason, Read(body).QuarantineReason);

    [Theory]
    [InlineData(@"\u001b[2J")]
    [InlineData(@"a\nb")]
    [InlineData(@"\u0000")]
    [InlineData("a\u007f")]
    [InlineData("a\u009b")]
    public void Ids_and_names_have_no_control_characters(string text)
    {
        var whole = new Envelope { CallbackId = "c", Event = "e", UserId = "7", QuarantineReason = "malformed_field" };

        Assert.Equal(whole with { CallbackId = null }, Json(text, "e", "7"));
        Assert.Equal(whole with { Event = null }, Json("c", text, "7"));
        Assert.Equal(whole with { UserId = null }, Json("c", "e", text));

        static Envelope Json(string id, string name, string user) => Read(
            $$$"""{"callback_id":"{{{id}}}","event":"{{{name}}}","user":{"user_id":"{{{user}}}"}}""") with { Format = default };
    }

    [Fact]
    public void An_id_in_XML_has_no_control_characters_either() => Assert.Equal(
        "malformed_field", Read("<a id='c&#x7F;' event='e'><user><user_id>7</user_id></user></a>").QuarantineReason);

    [Theory]
    [InlineData("\r\n <?xml version='1.0' encoding='UTF-8'?><a id='c' event='e'><user user_id='7'/></a>")]
    [InlineData("\uFEFF\t<?xml version='1.0'?><a id='c' event='e'><user user_id='7'/></a>")]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><a id='c' event='e'><user user_id='7'/></a>")]
    public void An_XML_body_is_sound_whatever_it_says_about_its_plain_ASCII(string body) =>
        Assert.Null(Read(body).QuarantineReason);

    [Fact]
    public void What_was_found_before_the_fault_is_kept()
    {
        var envelope = Read("""{"callback_id":"c","event":"e","user":{"user_id":"7"},"section":{"code":"Lif""");

        Assert.Equal("truncated at $.section.code, byte 76", envelope.QuarantineReason);
        Assert.Equal(("c", "e", "7"), (envelope.CallbackId, envelope.Event, envelope.UserId));
    }

    [Theory]
    [InlineData(128, null)]
    [InlineData(129, "oversized_field")]
    public void Ids_and_names_have_128_characters_at_most(int length, string? reason)
    {
        var text = new string('é', length);
        string[] bodies =
        [
            $$$"""{"callback_id":"{{{text}}}","event":"e","user":{"user_id":"7"}}""",
            $$$"""{"callback_id":"c","event":"{{{text}}}","user":{"user_id":"7"}}""",
            $$$"""{"callback_id":"c","event":"e","user":{"user_id":"{{{text}}}"}}""",
        ];

        Assert.All(bodies, body => Assert.Equal(reason, Read(body).QuarantineReason));
    }

    [Fact]
    public void A_fault_in_a_part_that_is_passed_over_is_found()
    {
        var body = Payloads.SectionCompleteJson.Replace("\"16.5\"", "16,5", StringComparison.Ordinal);

        Assert.StartsWith("malformed at $.section.results.subscales[0].scores[1]", Read(body).QuarantineReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    public void Without_a_readable_time_the_next_best_is_taken(string scored)
    {
        var envelope = Read($$$"""
            {"callback_id":"c","event":"e","section":{"date_scored":{{{scored}}}},
             "user":{"user_id":"7","date_created":"2026-02-03T14:05:11Z","date_updated":null}}
            """);

        Assert.Null(envelope.QuarantineReason);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 14, 5, 11, TimeSpan.Zero), envelope.OccurredAt);
    }

    private static Envelope Read(string body) => EnvelopeReader.Read(Encoding.UTF8.GetBytes(body));
}
