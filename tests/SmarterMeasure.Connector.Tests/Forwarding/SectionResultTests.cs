using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Forwarding;

public class SectionResultTests
{
    [Fact]
    public void A_completion_is_a_result_of_its_own_without_a_score()
    {
        var result = SectionResult.From(new AssessmentCompleted
        {
            CallbackId = "c1",
            CallbackEvent = SmarterMeasureEvents.Completed,
            User = new CallbackUser { UserId = "7001", InternalId = "S123" },
        });

        Assert.True(result.IsCompletion);
        Assert.False(result.IsGradable);
        Assert.Equal((SectionCodes.Completion, "S123", null), (result.Section, result.Student.InternalId, result.Percent));
    }

    [Theory]
    [InlineData("LifeFactors", true)]
    [InlineData("Reading", true)]
    [InlineData("learnstyles", false)]
    [InlineData("Typing", false)]
    public void A_profile_of_styles_and_a_speed_are_no_grades(string section, bool gradable) =>
        Assert.Equal(gradable, new SectionResult
        {
            Student = new StudentRef { UserId = "7001" },
            Section = section,
            Percent = 63,
        }.IsGradable);

    [Fact]
    public void The_parts_of_a_section_keep_their_percentages()
    {
        var result = SectionResult.From(new SectionComplete
        {
            CallbackId = "c1",
            CallbackEvent = SmarterMeasureEvents.SectionComplete,
            User = new CallbackUser { UserId = "7001" },
            Section = new CompletedSection
            {
                Code = "LifeFactors",
                Results = new SectionResults
                {
                    Subscales =
                    [
                        new Subscale { Code = "place", Scores = [new Score { Type = "calculated-percentage", Value = 65 }] },
                        new Subscale { Code = "time", Scores = [new Score { Type = "earned", Value = 3 }] },
                    ],
                },
            },
        });

        Assert.Equal([KeyValuePair.Create("place", 65m)], result.Subscales!);
    }

    [Theory]
    [InlineData("""{"custom_canvas_user_id":"4711","year":2}""", "4711")]
    [InlineData("""[{"name":"custom_canvas_user_id","value":"4711"},{"name":"year","value":"2"}]""", "4711")]
    [InlineData("""[{"ParameterId":"custom_canvas_user_id","Response":4711}]""", "4711")]
    [InlineData("""[{"custom_canvas_user_id":"4711"}]""", "4711")]
    [InlineData("[]", null)]
    [InlineData("\"text\"", null)]
    [InlineData("{\"custom_canvas_user_id\":{\"deep\":1}}", null)]
    public void Custom_fields_are_read_from_whatever_gives_names_with_values(string json, string? id) =>
        Assert.Equal(id, FieldsOf(PayloadFormat.Json, json)?.GetValueOrDefault("custom_canvas_user_id"));

    [Theory]
    [InlineData("<custom_canvas_user_id>4711</custom_canvas_user_id><year>2</year>", "4711")]
    [InlineData("<item><name>custom_canvas_user_id</name><value>4711</value></item>", "4711")]
    [InlineData("""<field name="custom_canvas_user_id">4711</field>""", "4711")]
    [InlineData("<a><b>", null)]
    [InlineData("", null)]
    public void Custom_fields_are_read_from_elements_too(string xml, string? id) =>
        Assert.Equal(id, FieldsOf(PayloadFormat.Xml, xml)?.GetValueOrDefault("custom_canvas_user_id"));

    private static IReadOnlyDictionary<string, string>? FieldsOf(PayloadFormat format, string text) =>
        StudentRef.From(new CallbackUser { UserId = "7001", Metadata = new RawFragment(format, text) }).CustomData;
}
