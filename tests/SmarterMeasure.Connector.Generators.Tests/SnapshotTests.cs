using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace SmarterMeasure.Connector.Generators.Tests;

public sealed class SnapshotTests
{
    private const string OneHandler = """
        using System.Threading;
        using System.Threading.Tasks;
        using SmarterMeasure.Connector;
        using SmarterMeasure.Connector.Ledger;

        namespace Demo;

        public sealed record Finished(string CallbackId, FinishedUser User);
        public sealed record FinishedUser(string UserId, string Email, System.DateTimeOffset? DateUpdated);

        public sealed class ReadinessHandlers
        {
            [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
            public ValueTask OnCompleted(Finished e, CancellationToken stop) => default;

            [SmarterMeasureEvent(SmarterMeasureEvents.Created)]
            [SmarterMeasureEvent(SmarterMeasureEvents.Stopped)]
            public static Push? OnOther(Finished e) => null;
        }
        """;

    [Fact]
    public void The_slim_record_of_the_quick_start_gives_readers_that_read_like_written_ones() =>
        Snapshot.Match(GeneratorHarness.Run(OneHandler), "SlimRecord");

    [Fact]
    public void The_section_complete_record_gives_a_reader_for_every_record_it_reaches() =>
        Snapshot.Match(
            GeneratorHarness.Run("""
                namespace Demo;
                internal static class Handlers
                {
                    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
                    internal static Push OnSectionComplete(SectionComplete e, EventContext context) =>
                        Push.ToAll(SectionResult.From(e));
                }
                """),
            "SectionComplete");

    [Fact]
    public void Every_kind_of_member_has_its_reader() =>
        Snapshot.Match(GeneratorHarness.Run(PayloadShapes.Everything), "EveryMember");

    [Fact]
    public void Without_handlers_there_is_still_the_method_to_call() =>
        Snapshot.Match(
            GeneratorHarness.Run("""
                static class Program
                {
                    static void Start(SmarterMeasureBuilder builder) => builder.AddGeneratedHandlers();
                }
                """),
            "NoHandlers");

    [Fact]
    public void Code_that_needs_reflection_would_be_noticed()
    {
        var compilation = GeneratorHarness.Compile(
            Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest,
            "static class Program { static object? Make(Type type) => Activator.CreateInstance(type.MakeGenericType(typeof(int))); }");
        Assert.Equal(["IL2055", "IL2067", "IL3050"], AotAnalyzers.Report(compilation).Select(one => one.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_compilers_own_test_host_sees_the_same_files()
    {
        var test = new CSharpSourceGeneratorTest<ConnectorGenerator, DefaultVerifier>
        {
            // An empty set: nothing is downloaded.
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            TestCode = OneHandler,
            TestBehaviors = TestBehaviors.None,
        };
        test.SolutionTransforms.Add(static (solution, id) =>
        {
            var project = solution.GetProject(id)!;
            return solution
                .WithProjectAssemblyName(id, "Handlers")
                .WithProjectParseOptions(id, ((Microsoft.CodeAnalysis.CSharp.CSharpParseOptions)project.ParseOptions!)
                    .WithLanguageVersion(Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp14))
                .WithProjectCompilationOptions(id, ((Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions)project.CompilationOptions!)
                    .WithNullableContextOptions(Microsoft.CodeAnalysis.NullableContextOptions.Enable));
        });
        test.TestState.AdditionalReferences.AddRange(GeneratorHarness.References);
        var embedded = GeneratorHarness.Run(OneHandler).Result.GeneratedSources.Single(source => source.HintName.Contains("Embedded"));
        test.TestState.GeneratedSources.Add((typeof(ConnectorGenerator), embedded.HintName, embedded.SourceText));
        foreach (var (name, text) in Snapshot.Read("SlimRecord"))
            test.TestState.GeneratedSources.Add((typeof(ConnectorGenerator), name, text));

        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
