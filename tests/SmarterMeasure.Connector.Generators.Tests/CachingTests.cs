using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Tests;

public sealed class CachingTests
{
    private const string Source = """
        public record P(string Id);
        public record Q(string Id);
        public static class Handlers
        {
            [SmarterMeasureEvent("x")] public static void On(P e) { }
            [SmarterMeasureEvent("y")] public static void On(Q e) { }
        }
        """;

    [Fact]
    public void A_change_inside_a_method_writes_nothing_again() => Assert.All(
        OutputsAfter("// A new line above.\n" + Source.Replace("{ }", "{ _ = e.Id; }", StringComparison.Ordinal)),
        output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));

    [Fact]
    public void A_change_of_one_payload_writes_only_its_reader_again() => Assert.Single(
        OutputsAfter(Source.Replace("Q(string Id)", "Q(string Id, int Rank)", StringComparison.Ordinal)),
        output => output.Reason == IncrementalStepRunReason.Modified);

    [Theory]
    [InlineData("void M() { int i = 1; }", "void M() { string s = \"2\"; }")]
    [InlineData("void M() => Go(1);", "void M() => Go(2, 3);")]
    [InlineData("C() : base() { }", "C() : base() { Go(); }")]
    public void A_keystroke_in_a_body_binds_no_handler_again(string before, string after) => Assert.Equal(
        IncrementalStepRunReason.Cached,
        HandlersAfter($"class C {{ {before} }}", $"class C {{ {after} }}").Reason);

    [Theory]
    [InlineData("static class Names { public const string X = \"x\"; }", "static class Names { public const string X = \"z\"; }", "z")]
    [InlineData("static class Names { public static void M() { } public const string X = \"x\"; }", "static class Names { public static void M() { Go(); } public const string X = \"w\"; }", "w")]
    [InlineData("static class Names { public const string X = \"x\"; }", "#define W\nstatic class Names {\n#if W\n public const string X = \"w\";\n#endif\n }", "w")]
    public void A_change_of_what_another_file_declares_reaches_the_handler(string before, string after, string name)
    {
        const string handlers = "public static class Handlers { [SmarterMeasureEvent(Names.X)] public static void On() { } }";
        Assert.Equal(name, HandlersAfter(before, after, handlers).Handlers.Single().Events.Single());
    }

    [Fact]
    public void A_nullable_directive_in_a_body_reaches_the_payload_behind_it()
    {
        const string rest = "public static class Handlers { [SmarterMeasureEvent(\"x\")] public static void On(P e) { } }";
        var (_, handlers) = HandlersAfter(
            "class C { void M() { } }\npublic class P { public string A { get; set; } = null!; }",
            "class C { void M() {\n#nullable disable\n } }\npublic class P { public string A { get; set; } = null!; }",
            rest);
        Assert.NotEqual(
            HandlersAfter("class C { }", "class C { void M() { } }\npublic class P { public string A { get; set; } = null!; }", rest).Handlers,
            handlers);
    }

    [Theory]
    [InlineData("using E = SmarterMeasure.Connector.SmarterMeasureEventAttribute;", "[E(\"x\")] public static void On() { }")]
    [InlineData("", "[global::SmarterMeasure.Connector.SmarterMeasureEventAttribute(\"x\")] public static void On() { }")]
    [InlineData("", "[SmarterMeasureEvent(\"x\")] public static partial void On(); public static partial void On() { }")]
    [InlineData("", "public static partial void On(); [SmarterMeasureEvent(\"x\")] public static partial void On() { }")]
    public void A_handler_is_found_by_whatever_name_its_attribute_has(string alias, string member) => Assert.Equal(
        "x",
        HandlersAfter("", $"{alias} public static partial class Handlers {{ {member} }}", handlers: "").Handlers.Single().Events.Single());

    [Fact]
    public void The_walk_over_held_objects_finds_a_symbol()
    {
        var symbol = GeneratorHarness.Compile(LanguageVersion.Latest, Source).GetTypeByMetadataName("P");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => HeldObjects.Visit(new[] { (symbol, 1) }, "", []));
    }

    private static (IncrementalStepRunReason Reason, EquatableArray<HandlerModel> Handlers) HandlersAfter(
        string before, string after, string handlers = Source)
    {
        var stop = TestContext.Current.CancellationToken;
        var compilation = GeneratorHarness.Compile(LanguageVersion.Latest, handlers, before);
        var tree = compilation.SyntaxTrees[^1];
        var driver = GeneratorHarness.Driver(LanguageVersion.Latest).RunGenerators(compilation, stop);
        var result = driver
            .RunGenerators(compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(after))), stop)
            .GetRunResult().Results.Single();
        var output = result.TrackedSteps[TrackingNames.Handlers].Single().Outputs.Single();
        return (output.Reason, (EquatableArray<HandlerModel>)output.Value);
    }

    private static IEnumerable<(object Value, IncrementalStepRunReason Reason)> OutputsAfter(string edit)
    {
        var stop = TestContext.Current.CancellationToken;
        var before = GeneratorHarness.Compile(LanguageVersion.Latest, Source);
        var tree = before.SyntaxTrees[^1];
        var after = before.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(edit)));
        var result = GeneratorHarness.Driver(LanguageVersion.Latest)
            .RunGenerators(before, stop)
            .RunGenerators(after, stop)
            .GetRunResult().Results.Single();
        return result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs);
    }
}
