using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.Generators.Tests.Analyzers;

public sealed class HandlerAdviceTests
{
    [Theory]
    [InlineData("""public class H { private H() { } [SmarterMeasureEvent("x")] public void {|SMC0009:On|}() { } }""")]
    [InlineData("""public class H { internal H(IServiceProvider s) { } [SmarterMeasureEvent("x")] public void {|SMC0009:On|}() { } }""")]
    [InlineData("""public class H { private H() { } [SmarterMeasureEvent("x")] public static void On() { } }""")]
    [InlineData("""public class H(IServiceProvider s) { private H() : this(null!) { } [SmarterMeasureEvent("x")] public void On() { } }""")]
    [InlineData("""public abstract class H { protected H() { } [SmarterMeasureEvent("x")] public void On() { } }""")]
    public Task A_handler_class_without_a_public_constructor_is_marked(string source) =>
        RuleTest<HandlerClassesShouldBeConstructibleAnalyzer>.RunInClassAsync(source);

    [Theory]
    [InlineData("""public void M() { [{|SMC0010:SmarterMeasureEvent("x")|}] void On() { } On(); }""")]
    [InlineData("""public Action M() => [{|SMC0010:SmarterMeasureEventAttribute("x")|}] () => { };""")]
    [InlineData("""public int P { [{|SMC0010:SmarterMeasure.Connector.SmarterMeasureEvent("x")|}] get; }""")]
    [InlineData("""[{|SMC0010:SmarterMeasureEvent("x")|}] public static Handlers operator +(Handlers a, Handlers b) => a;""")]
    [InlineData("""} public static class Extensions { extension(string s) { [{|SMC0010:SmarterMeasureEvent("x")|}] public void On() { } }""")]
    [InlineData("""} public static class Extensions { extension<T>(T s) { [{|SMC0010:SmarterMeasureEvent("x")|}] public static void On() { } }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On() { }""")]
    [InlineData("""public void M() { [SmarterMeasureEvent("x")] void On() { } On(); } class SmarterMeasureEventAttribute(string x) : Attribute { public string X => x; }""")]
    public Task An_attribute_without_effect_is_marked(string member) =>
        RuleTest<AttributesShouldStandOnMethodsAnalyzer>.RunInClassAsync(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0015:P|} e) { } public abstract record P(string A);""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(IServiceProvider s, {|SMC0015:P|} e) { } public class P { public string A { get; } = ""; }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(S s) { } public class S { public string A => ""; public void Work() { } }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(P e, EventContext c) { } public abstract record P(string A);""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(P e, SectionStart s) { } public abstract record P(string A);""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(IServiceProvider s) { }""")]
    public Task Data_that_would_be_asked_of_the_services_is_marked(string member) =>
        RuleTest<PayloadsShouldNotComeFromServicesAnalyzer>.RunInClassAsync(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public Task {|SMC0016:On|}() => Task.CompletedTask;""")]
    [InlineData("""[SmarterMeasureEvent("x")] public async ValueTask<Push> {|SMC0016:On|}(SectionComplete e) { await Task.Yield(); return null!; }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public Task On(CancellationToken stop) => Task.CompletedTask;""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On() { }""")]
    [InlineData("""public Task Unrelated() => Task.CompletedTask;""")]
    public Task An_asynchronous_handler_without_a_token_is_marked(string member) =>
        RuleTest<HandlersShouldTakeACancellationTokenAnalyzer>.RunInClassAsync(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0021:P|} e) { } public record P([property: JsonConverter(typeof(C))] DayOfWeek A);""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0021:P|} e) { } public record P(List<Q> Qs); public record Q { [JsonConverter(typeof(C))] public DayOfWeek A { get; init; } }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0021:P|} e) { } public record P(Day? A); [JsonConverter(typeof(C))] public enum Day { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0021:P|} e) { } public record P([property: Mine] int A); public class MineAttribute : JsonConverterAttribute;""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(P e) { } public record P(Day A); [JsonConverter(typeof(JsonStringEnumConverter))] public enum Day { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(P e) { } public record P([property: JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] DayOfWeek A);""")]
    [InlineData("""public record P([property: JsonConverter(typeof(C))] DayOfWeek A);""")]
    public Task A_converter_in_a_payload_is_marked(string member) =>
        RuleTest<ConvertersReadOnlyJsonAnalyzer>.RunAsync(
            "using System.Text.Json.Serialization;\n" + RuleSources.InClass("private class C; " + member));

    [Theory]
    [InlineData("""[SmarterMeasureEvent(SmarterMeasureEvents.Completed)] public void On({|SMC0022:SectionComplete|} e) { }""")]
    [InlineData("""[SmarterMeasureEvent("x"), SmarterMeasureEvent("Assessment.Stopped")] public void On({|SMC0022:SectionStart|} e) { }""")]
    [InlineData("""[SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)] public void On(SectionStart e) { }""")]
    [InlineData("""[SmarterMeasureEvent(SmarterMeasureEvents.Completed)] public void On(AssessmentCreated e) { }""")]
    public Task A_section_record_on_an_event_without_section_is_marked(string member) =>
        RuleTest<PayloadsShouldFitTheirEventAnalyzer>.RunInClassAsync(member);
}
