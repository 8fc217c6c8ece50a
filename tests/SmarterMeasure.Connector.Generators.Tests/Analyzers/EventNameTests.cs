using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.Generators.Tests.Analyzers;

public sealed class EventNameTests
{
    [Theory]
    [InlineData("assessment.complete")]
    [InlineData("assessment.compelted")]
    [InlineData("assessment.section_complete")]
    [InlineData("assessment.section-completed")]
    [InlineData("section-complete")]
    [InlineData("AssessmentSectionComplete")]
    [InlineData(" assessment.stopped")]
    public Task A_name_close_to_a_documented_one_is_a_warning(string name) =>
        Run($$"""[SmarterMeasureEvent({|SMC0002:"{{name}}"|})] public void On() { }""");

    [Theory]
    [InlineData("assessment.rescored")]
    [InlineData("assessment.section-stop")]
    [InlineData("x")]
    public Task A_name_far_from_every_documented_one_is_only_a_hint(string name) =>
        Run($$"""[SmarterMeasureEvent({|SMC0004:"{{name}}"|})] public void On() { }""");

    [Theory]
    [InlineData("assessment.completed")]
    [InlineData("Assessment.Completed")]
    public Task A_documented_name_in_quotes_has_a_constant(string name) =>
        Run($$"""[SmarterMeasureEvent({|SMC0003:"{{name}}"|})] public void On() { }""");

    [Theory]
    [InlineData("""[SmarterMeasureEvent(SmarterMeasureEvents.Completed)] public void On() { }""")]
    [InlineData("""private const string Done = "assessment.completed"; [SmarterMeasureEvent(Done)] public void On() { }""")]
    [InlineData("""[SmarterMeasureEvent("")] public void On() { }""")]
    public Task A_constant_is_left_alone(string member) => Run(member);

    [Fact]
    public Task The_wildcard_is_no_unknown_name() => Run("""
        private const string Any = "*"; [SmarterMeasureEvent(Any)] public void On() { }
        """);

    [Fact]
    public async Task The_warning_names_the_nearest()
    {
        var message = await RuleTest<EventNamesShouldBeDocumentedAnalyzer>.MessageAsync(
            """[SmarterMeasureEvent("assessment.section-statr")] public void On() { }""");
        Assert.Equal(
            "SmarterMeasure documents no event 'assessment.section-statr'; "
            + "did you mean SmarterMeasureEvents.SectionStart ('assessment.section-start')?",
            message);
    }

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x"), SmarterMeasureEvent({|SMC0005:"x"|})] public void On() { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] [SmarterMeasureEvent("y")] [SmarterMeasureEvent({|SMC0005:"X"|})] public void On() { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void A() { } [SmarterMeasureEvent("x"), SmarterMeasureEvent("y")] public void B() { }""")]
    public Task An_event_that_a_method_names_again_is_marked(string member) =>
        RuleTest<HandlersShouldNotRepeatAnEventAnalyzer>.RunInClassAsync(member);

    private static Task Run(string member) => RuleTest<EventNamesShouldBeDocumentedAnalyzer>.RunInClassAsync(member);
}
