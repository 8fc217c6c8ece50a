using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Tests;

public sealed class HandlerRuleTests
{
    [Theory]
    [InlineData("[SmarterMeasureEvent(\" \")] internal void On() { }", "MissingEventName")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On<T>() { }", "Generic")]
    [InlineData("[SmarterMeasureEvent(\"x\")] private void On() { }", "NotAccessible")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal async void On() { await Task.Yield(); }", "AsyncVoid")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal int On() => 0;", "UnsupportedReturn")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal Task<string> On() => null!;", "UnsupportedReturn")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal Task? On() => null;", "UnsupportedReturn")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal Task<Push?>? On() => null;", "UnsupportedReturn")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(int count) { }", "UnsupportedParameter")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(ref SectionStart e) { }", "UnsupportedParameter")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(SectionStart e, ReadOnlyMemory<byte> body) { }", "SeveralPayloads")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public record P(object? O);", "UnreadableMember")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public record P(List<Q> Qs); public record Q(Func<int> F);", "UnreadableMember")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public record P(string UserId) { public string? user_id { get; init; } }", "AmbiguousMember")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public record P { public P(int other) { } }", "UnreadableType")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public enum E { A_B, AB } public record P(E E);", "AmbiguousEnumMember")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public record P([property: JsonConverter(typeof(JsonConverter<int>))] int A);", "UnusableConverter")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public record P([property: JsonConverter(typeof(JsonNumberEnumConverter<DayOfWeek>))] DayOfWeek A);", "UnusableConverter")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public record P([property: JsonConverter(typeof(C))] string A); public class C : JsonConverter<int> { public override int Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => 0; public override void Write(Utf8JsonWriter w, int v, JsonSerializerOptions o) { } }", "UnusableConverter")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public record P([property: JsonExtensionData] Dictionary<string, string> A);", "UnusableExtensionData")]
    [InlineData("[SmarterMeasureEvent(\"x\")] internal void On(P e) { } public class P { public int N { get; set; } [JsonExtensionData] public Dictionary<string, JsonElement> A { get; } = []; }", "UnusableExtensionData")]
    public void A_method_that_cannot_be_called_gets_no_code(string member, string problem)
    {
        var run = GeneratorHarness.Run($$"""
            using System.Text.Json;
            using System.Text.Json.Serialization;
            public class Handlers { {{member}} }
            """);
        Assert.DoesNotContain("EventDispatcher.g.cs", run.FileNames);
        Assert.Equal([problem], Problems(run));
    }

    [Theory]
    [InlineData("public abstract class H { [SmarterMeasureEvent(\"x\")] public void On() { } }", "NotConstructible")]
    [InlineData("public class H<T> { [SmarterMeasureEvent(\"x\")] public void On() { } }", "Generic")]
    [InlineData("file class H { [SmarterMeasureEvent(\"x\")] public void On() { } }", "NotAccessible")]
    public void A_class_that_cannot_serve_gets_no_code(string source, string problem)
    {
        var run = GeneratorHarness.Run(source);
        Assert.DoesNotContain("EventDispatcher.g.cs", run.FileNames);
        Assert.Equal([problem], Problems(run));
    }

    [Theory]
    [InlineData("public record T(string A);", true)]
    [InlineData("public readonly record struct T(string A);", true)]
    [InlineData("public struct T { public string? A { get; set; } }", true)]
    [InlineData("public class T { public string? A { get; set; } }", true)]
    [InlineData("public class T { public string? A { get; init; } public string B => \"\"; }", true)]
    [InlineData("public class T(string a) { public string A { get; set; } = a; }", true)]
    [InlineData("public class T { public void Work() { } }", false)]
    [InlineData("public class T(IServiceProvider services) { public IServiceProvider Services => services; }", false)]
    [InlineData("public class T(IServiceProvider services) { public IServiceProvider Services => services; public int A { get; set; } }", false)]
    [InlineData("public interface T { string A { get; set; } }", false)]
    [InlineData("public abstract record T(string A);", false)]
    public void A_payload_is_told_from_a_service(string type, bool isPayload)
    {
        var run = GeneratorHarness.Run(type, """
            public static class Handlers { [SmarterMeasureEvent("x")] public static void On(T t) { } }
            """);
        Assert.Equal(isPayload, run.FileNames.Contains("Payloads.T.g.cs"));
        Assert.Equal(!isPayload, run["EventDispatcher.g.cs"].Contains("GetRequiredService<global::T>()", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_names_in_two_namespaces_get_readers_of_their_own()
    {
        var run = GeneratorHarness.Run("""
            namespace A { public record Finished(string CallbackId, B.FINISHED Other); }
            namespace B { public record FINISHED(string UserId); public class System { } public class PayloadValue { } }
            public class PayloadValue { }
            public class PayloadReaders { }
            public static class Handlers { [SmarterMeasureEvent("x")] public static void On(A.Finished e) { } }
            """);
        Assert.Contains("Payloads.A_Finished.g.cs", run.FileNames);
        Assert.Contains("Payloads.B_FINISHED.g.cs", run.FileNames);
    }

    [Fact]
    public void A_method_of_an_extension_block_is_passed_over()
    {
        var run = GeneratorHarness.Run("""
            public record P(string A);
            public static class Handlers
            {
                [SmarterMeasureEvent("x")] public static void On(this P e) { }
                extension(P e) { [SmarterMeasureEvent("y")] public void Two() { } }
                extension<T>(T e) { [SmarterMeasureEvent("y")] public static void Three() { } }
            }
            """);
        Assert.Contains("global::Handlers.On(payload)", run["EventDispatcher.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("\"y\"u8", run["EventDispatcher.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_converter_is_worth_a_warning_for_xml_and_still_gets_code()
    {
        var run = GeneratorHarness.Run("""
            using System.Text.Json;
            using System.Text.Json.Serialization;
            public class C : JsonConverter<int>
            {
                public override int Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => 0;
                public override void Write(Utf8JsonWriter w, int v, JsonSerializerOptions o) { }
            }
            public record P([property: JsonConverter(typeof(C))] int A, [property: JsonConverter(typeof(JsonStringEnumConverter))] DayOfWeek B);
            public static class Handlers { [SmarterMeasureEvent("x")] public static void On(P e) { } }
            """);
        Assert.Equal(["ConverterWithoutXml"], Problems(run));
        Assert.Contains("EventDispatcher.g.cs", run.FileNames);
    }

    [Fact]
    public void The_namespaces_and_names_of_generated_code_may_be_the_users_too()
    {
        var run = GeneratorHarness.Run(
            """
            global using PayloadValue = System.Int32;
            global using Utf8JsonWriter = System.String;
            global using IPayloadReader = System.Uri;
            """,
            """
            namespace SmarterMeasure.Connector.Generated
            {
                public record Finished(string CallbackId, System.Text Text, List<Code> Types);
                public record Code(string Text);
                namespace System { public record Text(string Json); }
                public static class Handlers { [SmarterMeasureEvent("x")] public static void On(Finished e) { } }
            }
            namespace SmarterMeasure.Connector.Wire.System { public class Uri; }
            """);
        Assert.Contains("Payloads.Text.g.cs", run.FileNames);
    }

    [Fact]
    public void Keywords_and_generic_types_are_no_obstacle()
    {
        var run = GeneratorHarness.Run("""
            namespace @event.@class
            {
                public record Page<T>(List<T> Items, T? First) where T : class;
                public record @record(string @string, int @default = -1, string? @null = "a\"b");
                public static class @static { [SmarterMeasureEvent("x")] public static void @void(Page<@record> e) { } }
            }
            """);
        Assert.Contains("Payloads.PageOfrecord.g.cs", run.FileNames);
    }

    [Fact]
    public void A_generic_type_has_one_reader_for_each_nullability()
    {
        var run = GeneratorHarness.Run("""
            public record Page<T>(List<T> Items, DayOfWeek Day);
            public record P(Page<string> A, Page<string?> B, Page<string>? C);
            public static class Handlers { [SmarterMeasureEvent("x")] public static void On(P e) { } }
            """);
        Assert.Contains("Text(ref reader) ??", run["Payloads.Page_System_String.g.cs"], StringComparison.Ordinal);
        Assert.Contains("TextOrNull(ref reader))", run["Payloads.Page_System_String_2.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_in_which_the_compiler_gets_the_files_does_not_matter()
    {
        var sources = Enumerable.Range(0, 3).Select(i => $$"""
            public static class H{{i}} { [SmarterMeasureEvent("x")] public static void On() { } }
            """).ToArray();
        var compilation = GeneratorHarness.Compile(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest, sources);
        var reversed = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Reverse());
        var result = GeneratorHarness.Driver(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest)
            .RunGenerators(reversed, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        Assert.Equal(
            GeneratorHarness.Run(sources)["EventDispatcher.g.cs"],
            result.GeneratedSources.Single(source => source.HintName == "EventDispatcher.g.cs").SourceText.ToString());
    }

    [Fact]
    public void Code_without_nullable_annotations_is_read_leniently()
    {
        var run = GeneratorHarness.Run("""
            #nullable disable
            public class P { public string A { get; set; } public List<string> B { get; set; } public P[] Ps { get; set; } }
            public static class Handlers { [SmarterMeasureEvent("x")] public static void On(P e) { } }
            """);
        Assert.Contains("PayloadValue.TextOrNull", run["Payloads.P.g.cs"], StringComparison.Ordinal);
    }

    private static IEnumerable<string> Problems(GeneratorRun run) =>
        ((EquatableArray<HandlerModel>)run.Result.TrackedSteps[TrackingNames.Handlers].Single().Outputs.Single().Value)
            .Single().Problems.Select(one => one.Kind.ToString());
}
