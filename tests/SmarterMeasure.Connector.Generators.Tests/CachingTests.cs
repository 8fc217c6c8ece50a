using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

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

    [Fact]
    public void The_walk_over_held_objects_finds_a_symbol()
    {
        var symbol = GeneratorHarness.Compile(LanguageVersion.Latest, Source).GetTypeByMetadataName("P");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => HeldObjects.Visit(new[] { (symbol, 1) }, "", []));
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
