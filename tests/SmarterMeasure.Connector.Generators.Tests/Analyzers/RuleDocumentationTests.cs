using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.Generators.Tests.Analyzers;

public sealed class RuleDocumentationTests
{
    private static readonly DiagnosticAnalyzer[] Analyzers =
    [
        .. typeof(ConnectorGenerator).Assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static TheoryData<string> Rules { get; } = [.. Descriptors().Select(static rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_has_a_page_a_row_and_a_link_to_its_page(string id)
    {
        var rule = Descriptors().Single(one => one.Id == id);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        var page = Read($"docs/diagnostics/{id}.md");
        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"{rule.DefaultSeverity}", page, StringComparison.Ordinal);
        Assert.Contains($"[{id}]({id}.md) | {rule.DefaultSeverity} | {rule.Title} |", Read("docs/diagnostics/README.md"), StringComparison.Ordinal);
        Assert.Contains(
            $"\n{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}\n",
            Read("generators/SmarterMeasure.Connector.Generators/AnalyzerReleases.Shipped.md")
            + Read("generators/SmarterMeasure.Connector.Generators/AnalyzerReleases.Unshipped.md"),
            StringComparison.Ordinal);
        Assert.NotEmpty(rule.Description.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void No_number_is_given_twice_and_none_is_unused()
    {
        var ids = typeof(DiagnosticIds).GetFields().Select(static field => (string)field.GetRawConstantValue()!).ToList();
        Assert.Distinct(ids);
        Assert.Equal(
            ids.Order(StringComparer.Ordinal),
            Descriptors().Select(static rule => rule.Id)
                .Concat(Analyzers.OfType<DiagnosticSuppressor>().Single().SupportedSuppressions.Select(static one => one.Id))
                .Order(StringComparer.Ordinal));
    }

    /// <summary>What a page shows as wrong is wrong, and what it shows as right is right.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_examples_of_a_page_are_true(string id)
    {
        var examples = Regex.Matches(Read($"docs/diagnostics/{id}.md"), "```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.Equal(2, examples.Count);
        Assert.Contains(id, await Reported(examples[0].Groups[1].Value));
        Assert.DoesNotContain(id, await Reported(examples[1].Groups[1].Value));
    }

    [Fact]
    public async Task Our_own_quick_start_gives_no_diagnostic()
    {
        // The part that the logging generator would write.
        const string log = """
            namespace QuickStart;
            partial class ReadinessHandlers { private partial void LogFinished(string userId, DateTimeOffset? when) => _ = log; }
            """;
        const string usings = "global using Microsoft.Extensions.Logging;";
        var reported = await Reported(usings, log, Read("samples/QuickStart/ReadinessHandlers.cs"));
        Assert.Empty(reported);
    }

    private static IEnumerable<DiagnosticDescriptor> Descriptors() => Analyzers
        .Where(static one => one is not DiagnosticSuppressor)
        .SelectMany(static one => one.SupportedDiagnostics);

    private static async Task<List<string>> Reported(params string[] sources)
    {
        var stop = TestContext.Current.CancellationToken;
        var library = GeneratorHarness.Compile(LanguageVersion.Latest, sources)
            .AddReferences(MetadataReference.CreateFromFile(typeof(ILogger).Assembly.Location));
        var application = library.WithOptions(library.Options.WithOutputKind(OutputKind.ConsoleApplication));
        var compilation = application.GetEntryPoint(stop) is null ? library : application;
        GeneratorHarness.Driver(LanguageVersion.Latest)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, stop);
        Assert.DoesNotContain(output.GetDiagnostics(stop), static one => one.Severity == DiagnosticSeverity.Error);
        var reported = await output.WithAnalyzers([.. Analyzers]).GetAnalyzerDiagnosticsAsync(stop);
        return [.. reported.Select(static one => one.Id)];
    }

    private static string Read(string path, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../..", path));
}
