using System.Text;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

public sealed class KnownTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("100")]
    [InlineData("true")]
    [InlineData("points")]
    [InlineData("calculated-percentage")]
    [InlineData(SectionCodes.PersonalRating)]
    [InlineData(SectionCodes.StudentServicesInterest)]
    [InlineData(SmarterMeasureEvents.SectionComplete)]
    public void What_payloads_repeat_is_shared(string text) =>
        Assert.Same(KnownText.Get(Encoding.UTF8.GetBytes(text)), KnownText.Get(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("007")]
    [InlineData("1e1")]
    [InlineData("999")]
    [InlineData("Points")]
    [InlineData("point")]
    [InlineData("lifefactors")]
    [InlineData("é")]
    [InlineData("mira.okafor@example.edu")]
    public void Any_other_text_comes_as_it_is(string text) =>
        Assert.Equal(text, KnownText.Get(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Every_known_text_is_spelled_as_it_came()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 1000).Select(number => $"{number}"),
            "true", "false", "pass", "fail", "question", "points", "percentage", "possible", "earned",
            "calculated-percentage", "place", "reason", "resources", "skills", "time", "verbal", "visual", "aural",
            "logical", "physical", "social", "solitary", "PersonalAttributes", "LearnStyles", "LifeFactors", "Math",
            "PersonalInfo", "personalRating", "Reading", "student-svc-interest", "TechComp", "TechKnowledge", "Typing",
            "writing", "assessment.created", "assessment.section-start", "assessment.section-complete",
            "assessment.completed", "assessment.stopped",
        ];

        Assert.Equal(texts, texts.Select(text => KnownText.Get(Encoding.UTF8.GetBytes(text))));
    }
}
