using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>
/// Runs the generator over source text. Each run also proves that the outcome compiles without any warning, also of the
/// analyzers of trimming and Native AOT, that an unrelated edit runs nothing again, and that no step keeps a compilation
/// alive.
/// </summary>
internal static class GeneratorHarness
{
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(SmarterMeasureBuilder).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(IServiceCollection).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(IHost).Assembly.Location),
    ];

    /// <summary>What every source may leave out.</summary>
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using SmarterMeasure.Connector;
        global using SmarterMeasure.Connector.Dispatch;
        global using SmarterMeasure.Connector.Ledger;
        global using SmarterMeasure.Connector.Wire;
        """;

    /// <summary>Runs the generator over files named <c>0.cs</c>, <c>1.cs</c> and so on.</summary>
    public static GeneratorRun Run(params string[] sources) => RunAs("Handlers", [], sources);

    /// <summary>The same for an assembly of a given name with more references.</summary>
    public static GeneratorRun RunAs(string assemblyName, MetadataReference[] references, params string[] sources)
    {
        // Where both are the same language, one run says it all.
        if (LanguageVersion.Default.MapSpecifiedToEffectiveVersion() != LanguageVersion.Latest.MapSpecifiedToEffectiveVersion())
            Run(LanguageVersion.Default);
        return Run(LanguageVersion.Latest);

        GeneratorRun Run(LanguageVersion version) => GeneratorHarness.Run(
            version, Compile(version, sources).WithAssemblyName(assemblyName).AddReferences(references));
    }

    public static CSharpCompilation Compile(LanguageVersion version, params string[] sources) => CSharpCompilation.Create(
        "Handlers",
        [
            CSharpSyntaxTree.ParseText(GlobalUsings, new CSharpParseOptions(version), "GlobalUsings.cs"),
            .. sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(version), $"{i}.cs")),
        ],
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999));

    public static GeneratorDriver Driver(LanguageVersion version) => CSharpGeneratorDriver.Create(
        [new ConnectorGenerator().AsSourceGenerator()],
        parseOptions: new CSharpParseOptions(version),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static GeneratorRun Run(LanguageVersion version, CSharpCompilation compilation)
    {
        var driver = Driver(version).RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        var result = driver.GetRunResult().Results.Single();

        Assert.Null(result.Exception);
        Assert.Empty(diagnostics);
        var faults = output.GetDiagnostics()
            .Where(one => one.Severity >= DiagnosticSeverity.Warning)
            .Concat(AotAnalyzers.Report((CSharpCompilation)output))
            .ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults) + "\n\n" + string.Join("\n\n", result.GeneratedSources.Select(s => s.SourceText)));

        HeldObjects.AssertNone(result);
        AssertNothingRunsAgain(driver, compilation, version);
        return new GeneratorRun((CSharpCompilation)output, result);
    }

    private static void AssertNothingRunsAgain(GeneratorDriver driver, CSharpCompilation compilation, LanguageVersion version)
    {
        var unrelated = CSharpSyntaxTree.ParseText("internal static class Unrelated;", new CSharpParseOptions(version));
        var result = driver.RunGenerators(compilation.AddSyntaxTrees(unrelated)).GetRunResult().Results.Single();
        foreach (var (step, runs) in result.TrackedSteps.Concat(result.TrackedOutputSteps))
        {
            // Roslyn's own steps, such as the compilation, do change.
            if (!IsOurs(step) && !result.TrackedOutputSteps.ContainsKey(step))
                continue;
            Assert.All(runs.SelectMany(run => run.Outputs), output => Assert.True(
                output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                $"{step} was {output.Reason}"));
        }
    }

    private static bool IsOurs(string step) =>
        typeof(TrackingNames).GetFields().Any(name => (string?)name.GetRawConstantValue() == step);
}

/// <summary>What one run gave.</summary>
internal sealed record GeneratorRun(CSharpCompilation Output, GeneratorRunResult Result)
{
    /// <summary>The text of a generated file.</summary>
    public string this[string fileName] =>
        Result.GeneratedSources.Single(source => source.HintName == fileName).SourceText.ToString();

    public IEnumerable<string> FileNames => Result.GeneratedSources.Select(source => source.HintName);
}
