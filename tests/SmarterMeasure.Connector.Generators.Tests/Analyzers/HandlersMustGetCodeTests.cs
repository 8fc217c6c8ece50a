using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SmarterMeasure.Connector.Generators.Analyzers;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Tests.Analyzers;

public sealed class HandlersMustGetCodeTests
{
    [Theory]
    [InlineData("""[SmarterMeasureEvent({|SMC0001:" "|})] internal void On() { }""")]
    [InlineData("""[SmarterMeasureEvent({|SMC0001:null!|})] internal void On() { }""")]
    [InlineData("""[SmarterMeasureEvent({|SMC0001:""|}), SmarterMeasureEvent({|SMC0001:"\t"|})] internal void On() { }""")]
    public Task A_blank_event_name_is_marked(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] private void {|SMC0006:On|}() { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] void {|SMC0006:On|}() { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] protected void {|SMC0006:On|}() { }""")]
    [InlineData("""private class Inner { [SmarterMeasureEvent("x")] public static void {|SMC0006:On|}() { } }""")]
    [InlineData("""private class Outer { public class Inner { [SmarterMeasureEvent("x")] public void {|SMC0006:On|}() { } } }""")]
    public Task A_handler_out_of_reach_is_marked(string member) => Run(member);

    [Fact]
    public Task A_handler_in_a_file_local_class_is_marked() =>
        RuleTest<HandlersMustGetCodeAnalyzer>.RunAsync("""
            file class Handlers { [SmarterMeasureEvent("x")] public void {|SMC0006:On|}() { } }
            """);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void {|SMC0007:On|}<T>() { }""")]
    [InlineData("""public class Inner<T> { [SmarterMeasureEvent("x")] public void {|SMC0007:On|}() { } }""")]
    [InlineData("""public abstract class Inner<T> { [SmarterMeasureEvent("x")] public void {|SMC0007:On|}() { } } public class Closed<T> : Inner<T>;""")]
    [InlineData("""public abstract class Inner<T> { [SmarterMeasureEvent("x")] public static void {|SMC0007:On|}() { } } public class Closed : Inner<int>;""")]
    public Task A_generic_handler_is_marked(string member) => Run(member);

    [Theory]
    [InlineData("""public abstract class Inner<T> { [SmarterMeasureEvent("x")] public void On(T e) { } } public class Closed : Inner<SectionStart>; public class Other : Inner<IServiceProvider>;""")]
    [InlineData("""public abstract class Inner<T> { [SmarterMeasureEvent("x")] public void On(T {|SMC0012:e|}) { } } public class Closed : Inner<int>; public class Same : Inner<int>;""")]
    [InlineData("""public abstract class Inner<T> { [SmarterMeasureEvent("x")] public void On({|SMC0017:T|} e) { } } public record P(object? O); public class Closed : Inner<P>;""")]
    [InlineData("""public abstract class Inner<T> { [SmarterMeasureEvent("x")] void {|SMC0006:On|}() { } } public class A : Inner<int>; public class B : Inner<byte>;""")]
    public Task A_handler_of_a_generic_base_is_judged_as_derived_classes_close_it(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On<T>() { }""", "The handler 'On' cannot be called because 'On' has type parameters; write a handler for each type that it is meant for")]
    [InlineData("""public class Inner<T> { [SmarterMeasureEvent("x")] public static void On() { } }""", "The handler 'On' cannot be called because 'Inner' has type parameters; move it to a class without any")]
    [InlineData("""public class Inner<T> { [SmarterMeasureEvent("x")] public void On() { } }""", "The handler 'On' cannot be called because 'Inner' has type parameters; make it abstract and derive from it a class that says the types, such as 'class MyInner : Inner<AssessmentCompleted>'")]
    public async Task A_generic_handler_is_told_what_to_write(string member, string message) =>
        Assert.Equal(message, await RuleTest<HandlersMustGetCodeAnalyzer>.MessageAsync(member));

    [Theory]
    [InlineData("""public abstract class Inner { [SmarterMeasureEvent("x")] public void {|SMC0008:On|}() { } }""")]
    [InlineData("""public interface Inner { [SmarterMeasureEvent("x")] void {|SMC0008:On|}(); }""")]
    [InlineData("""public struct Inner { [SmarterMeasureEvent("x")] public void {|SMC0008:On|}() { } }""")]
    [InlineData("""public ref struct Inner { [SmarterMeasureEvent("x")] public void {|SMC0008:On|}() { } }""")]
    public Task A_handler_that_needs_an_instance_of_what_is_no_service_is_marked(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(SectionStart a, SectionComplete {|SMC0011:b|}) { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(SectionStart a, ReadOnlyMemory<byte> {|SMC0011:body|}) { }""")]
    public Task A_second_payload_is_marked(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(int {|SMC0012:count|}) { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(string {|SMC0012:text|}) { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(params string[] {|SMC0012:texts|}) { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(ref SectionStart {|SMC0012:e|}) { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(out SectionStart {|SMC0012:e|}) { e = null!; }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(in SectionStart {|SMC0012:e|}) { }""")]
    public Task A_parameter_that_nothing_can_be_passed_for_is_marked(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public {|SMC0013:int|} On() => 0;""")]
    [InlineData("""[SmarterMeasureEvent("x")] public {|SMC0013:Task<string>|} On(CancellationToken stop) => null!;""")]
    [InlineData("""[SmarterMeasureEvent("x")] public {|SMC0013:IAsyncEnumerable<Push>|} On() => null!;""")]
    public Task A_return_type_that_holds_no_pushes_is_marked(string member) => Run(member);

    [Fact]
    public Task Async_void_is_marked() => Run("""
        [SmarterMeasureEvent("x")] public async {|SMC0014:void|} On() => await Task.Yield();
        """);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0017:P|} e) { } public record P(object? O);""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(EventContext c, {|SMC0017:P?|} e) { } public record P(List<Q> Qs); public record Q(Func<int> F);""")]
    public Task A_payload_member_that_cannot_be_read_is_marked_at_the_parameter(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0018:P|} e) { } public record P { public P(int other) { } }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0018:P|} e) { } public record P(Q Q); public record Q { private Q() { } }""")]
    public Task A_payload_without_a_usable_constructor_is_marked(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0019:P|} e) { } public record P { public required int A; }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0019:P|} e) { } public record P { [System.Text.Json.Serialization.JsonIgnore] public required int A { get; init; } }""")]
    public Task A_required_member_that_is_never_read_is_marked(string member) => Run(member);

    [Fact]
    public Task Two_members_of_one_wire_name_are_marked() => Run("""
        [SmarterMeasureEvent("x")] public void On({|SMC0020:P|} e) { }
        public record P(string UserId) { public string? user_id { get; init; } }
        """);

    [Fact]
    public Task Two_members_of_an_enum_with_one_text_are_marked() => Run("""
        [SmarterMeasureEvent("x")] public void On({|SMC0024:P|} e) { }
        public record P(List<Band> Bands);
        public enum Band { NotReady, not_ready }
        """);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0025:P|} e) { } public record P([property: System.Text.Json.Serialization.JsonConverter(typeof(string))] int A);""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0025:P|} e) { } public record P(Q Q); [System.Text.Json.Serialization.JsonConverter(typeof(string))] public record Q(int A);""")]
    public Task A_converter_that_cannot_be_used_is_marked(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0026:P|} e) { } public record P { [System.Text.Json.Serialization.JsonExtensionData] public Dictionary<string, int>? A { get; init; } }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On({|SMC0026:P|} e) { } public record P { [System.Text.Json.Serialization.JsonExtensionData] public Dictionary<string, System.Text.Json.JsonElement>? A { get; } }""")]
    public Task Extension_data_that_cannot_be_kept_is_marked(string member) => Run(member);

    [Theory]
    [InlineData("""[SmarterMeasureEvent("x")] public void On() { }""")]
    [InlineData("""[SmarterMeasureEvent("x")] internal static async Task<IEnumerable<Push>> On(SectionComplete e, EventContext c, IServiceProvider s, CancellationToken stop) { await Task.Yield(); return []; }""")]
    [InlineData("""[SmarterMeasureEvent("x")] public ValueTask On(ReadOnlyMemory<byte> body, CancellationToken stop) => default;""")]
    [InlineData("""[SmarterMeasureEvent("x"), SmarterMeasureEvent("y")] protected internal Push On(SectionComplete e) => Push.ToAll(SectionResult.From(e));""")]
    [InlineData("""internal static class Inner { [SmarterMeasureEvent("x")] public static void On(P e) { } } public record P(string A, P? B);""")]
    [InlineData("""[SmarterMeasureEvent("x")] public void On(P e) { } public record P(string A) { private P() : this("") { } public P(DateTime other, int rest) : this("") { } }""")]
    [InlineData("""[Obsolete] private int Unrelated<T>(ref int a) => a;""")]
    public Task A_sound_handler_is_left_alone(string member) => Run(member);

    [Theory]
    [InlineData(
        """[SmarterMeasureEvent("x")] public void On(P e) { } public record P(List<Q>? Items); public record Q(IReadOnlyDictionary<string, R[]> Marks); public record R(Func<int>? F);""",
        "No reader can be made for 'P.Items.Marks.F' of type 'Func<int>?'")]
    [InlineData(
        """private class Inner { [SmarterMeasureEvent("x")] public void On() { } }""",
        "because 'Inner' is private; make it internal or public")]
    [InlineData(
        """[SmarterMeasureEvent("x")] public void On(ref SectionStart e) { }""",
        "'e' is passed by ref; take a record")]
    [InlineData(
        """[SmarterMeasureEvent("x")] public void On(P e) { } public record P(Q Q); public record Q { public required int A; }""",
        "The type of 'P.Q' requires 'A', which is a field; make it a property")]
    public async Task A_message_says_where_and_what_to_write_instead(string member, string part) =>
        Assert.Contains(part, await RuleTest<HandlersMustGetCodeAnalyzer>.MessageAsync(member), StringComparison.Ordinal);

    // A kind that no rule knows would leave its handlers without code and without a word.
    [Fact]
    public void Every_reason_of_the_parser_has_words()
    {
        var compilation = GeneratorHarness.Compile(LanguageVersion.Latest, RuleSources.InClass(
            """[SmarterMeasureEvent("x")] public void On(P p) { } public record P(string A);"""));
        var method = (IMethodSymbol)compilation.GetTypeByMetadataName("Handlers")!.GetMembers("On").Single();
        var stop = TestContext.Current.CancellationToken;
        foreach (var kind in Enum.GetValues<ProblemKind>().Where(static one => one != ProblemKind.MissingEventName))
        {
            var problem = new HandlerProblem(kind, "Handlers.P.A");
            if (!problem.StopsCode)
                continue;
            var diagnostic = HandlerProblemReport.Of(method, problem, compilation, stop)
                ?? PayloadProblemReport.Of(method.Parameters[0], Location.None, problem, compilation, stop);
            Assert.True(diagnostic is not null, kind.ToString());
        }
    }

    private static Task Run(string member) => RuleTest<HandlersMustGetCodeAnalyzer>.RunInClassAsync(member);
}
