using SmarterMeasure.Connector.Forwarding.Brightspace;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

/// <summary>The two forms in which Brightspace gives a comment back, and the one in which it takes it.</summary>
public sealed class GradeCommentsTests
{
    private const string Mark = "SmarterMeasure LifeFactors: ";
    private const string Old = Mark + "fail, scored 2026-08-01T00:00:00Z";
    private const string Line = Mark + "pass, scored 2026-08-30T14:07:00Z";

    [Theory]
    [InlineData("", "", Line, "Text")]
    [InlineData("Seen.\n", "", "Seen.\n" + Line, "Text")]
    [InlineData("a < b", "a &lt; b", "a &lt; b<p>" + Line + "</p>", "Html")]
    [InlineData("Seen.", "<p>Seen.</p>", "<p>Seen.</p><p>" + Line + "</p>", "Html")]
    [InlineData(Old, "", Line, "Text")]
    [InlineData("Before\r\n" + Old + "\r\nAfter <b", "", "Before\r\n" + Line + "\r\nAfter <b", "Text")]
    [InlineData(Old, Old, Line, "Html")]
    [InlineData(Old, "<p>" + Old + "</p>", "<p>" + Line + "</p>", "Html")]
    [InlineData("Before", "Before<br />" + Old + "<br />After", "Before<br />" + Line + "<br />After", "Html")]
    [InlineData(Old + " – phoned her", "", Line + " – phoned her", "Text")]
    [InlineData(Old, "<p>" + Old + " and <b>phoned</b></p>", "<p>" + Line + " and <b>phoned</b></p>", "Html")]
    [InlineData("As " + Mark + "shows, she needs help", "", "As " + Mark + "shows, she needs help\n" + Line, "Text")]
    [InlineData("As " + Mark + "says\n" + Old, "", "As " + Mark + "says\n" + Line, "Text")]
    [InlineData(Mark, "", Mark + "\n" + Line, "Text")]
    [InlineData(Mark + "please call", "", Mark + "please call\n" + Line, "Text")]
    [InlineData(Mark + "fail", "", Line, "Text")]
    [InlineData(Mark + "not ready, scored 2026-08-01T00:00:00Z", "", Line, "Text")]
    [InlineData("SmarterMeasure Math: pass", "", "SmarterMeasure Math: pass\n" + Line, "Text")]
    public void Our_line_takes_the_place_of_our_line_and_of_nothing_else(string text, string html, string content, string type)
    {
        var there = new GradeValue { PrivateComments = new CommentRead { Text = text, Html = html } };

        Assert.Equal(new RichText(content, type), GradeComments.Private(there, Mark, Line));
    }
}
