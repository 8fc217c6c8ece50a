using System.Diagnostics;
using System.Globalization;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmarterMeasure.Connector.Generators;

namespace SmarterMeasure.Connector.Benchmarks;

/// <summary>
/// The generator over 1,000 handlers of 1,000 events with 1,000 records: cold, with a compilation and a driver that have
/// seen nothing, and after a keystroke in a file that has no part in it. Parsing the files is the compiler's and is not
/// counted; the binding that the generator asks for is. What is left out is what the JIT needs for Roslyn itself: one cold
/// run, and the first keystrokes, whose time is printed.
/// </summary>
internal static class GeneratorMeasurement
{
    private const int Handlers = 1000;
    private const int HandlersPerFile = 20;
    private const int ColdRuns = 11;
    private const int WarmUpKeystrokes = 400;
    private const int Keystrokes = 101;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(SmarterMeasureBuilder).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(IServiceCollection).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(IHost).Assembly.Location),
    ];

    public static void Run()
    {
        SyntaxTree[] trees = [.. Enumerable.Range(0, Handlers / HandlersPerFile).Select(HandlerFile)];
        var cold = new List<double>();
        for (var run = 0; run <= ColdRuns; run++)
        {
            var compilation = Compile(trees);
            GeneratorDriver driver = Driver(isTracking: false);
            GC.Collect();
            var clock = Stopwatch.StartNew();
            driver = driver.RunGenerators(compilation);
            var time = clock.Elapsed.TotalMilliseconds;
            RequireGood(driver, compilation, isThorough: run == 0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold {time:F0} ms{(run == 0 ? ", not counted" : "")}"));
            if (run > 0)
                cold.Add(time);
        }

        Figures.Print(
            ("cold1000.ms", Figures.Median(cold)),
            ("keystroke.ms", Figures.Median(TimeKeystrokes(trees))),
            ("keystroke.rerun_steps", CountRerunSteps(trees)));
    }

    private static List<double> TimeKeystrokes(SyntaxTree[] trees)
    {
        var edited = Unrelated(0);
        var compilation = Compile(trees).AddSyntaxTrees(edited);
        var driver = Driver(isTracking: false).RunGenerators(compilation);
        var times = new List<double>();
        for (var stroke = 1; stroke <= WarmUpKeystrokes + Keystrokes; stroke++)
        {
            var next = Unrelated(stroke);
            compilation = compilation.ReplaceSyntaxTree(edited, next);
            edited = next;
            var clock = Stopwatch.StartNew();
            driver = driver.RunGenerators(compilation);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        var first = times[..Keystrokes];
        var counted = times[WarmUpKeystrokes..];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"keystrokes {counted.Min():F2} to {counted.Max():F2} ms; the first {Keystrokes}, not counted, {first.Min():F2} to {first.Max():F2} ms"));
        return counted;
    }

    private static int CountRerunSteps(SyntaxTree[] trees)
    {
        var compilation = Compile(trees).AddSyntaxTrees(Unrelated(0));
        var driver = Driver(isTracking: true).RunGenerators(compilation);
        compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[^1], Unrelated(1));
        var result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        var ours = typeof(ConnectorGenerator).Assembly.GetType("SmarterMeasure.Connector.Generators.TrackingNames")!
            .GetFields().Select(static name => (string)name.GetRawConstantValue()!).ToHashSet();
        return result.TrackedSteps.Where(step => ours.Contains(step.Key)).Concat(result.TrackedOutputSteps)
            .SelectMany(static step => step.Value)
            .SelectMany(static run => run.Outputs)
            .Count(static output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    // A generator that gave up early would be fast.
    private static void RequireGood(GeneratorDriver driver, CSharpCompilation compilation, bool isThorough)
    {
        var result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null || result.GeneratedSources.Length < Handlers)
            throw new InvalidOperationException($"The generator wrote {result.GeneratedSources.Length} files.", result.Exception);
        if (!isThorough)
            return;

        var faults = compilation.AddSyntaxTrees(result.GeneratedSources.Select(static source => source.SyntaxTree))
            .GetDiagnostics().Where(static one => one.Severity == DiagnosticSeverity.Error).ToList();
        if (faults.Count > 0)
            throw new InvalidOperationException(faults[0].ToString());
    }

    private static CSharpCompilation Compile(SyntaxTree[] trees) => CSharpCompilation.Create(
        "Thousand", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static CSharpGeneratorDriver Driver(bool isTracking) => CSharpGeneratorDriver.Create(
        [new ConnectorGenerator().AsSourceGenerator()],
        parseOptions: Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: isTracking));

    private static SyntaxTree HandlerFile(int file)
    {
        var text = new StringBuilder("using System;\nusing SmarterMeasure.Connector;\nnamespace Thousand;\n");
        text.Append(CultureInfo.InvariantCulture, $"public sealed class Handlers{file}\n{{\n");
        for (var i = file * HandlersPerFile; i < (file + 1) * HandlersPerFile; i++)
            text.Append(CultureInfo.InvariantCulture, $"    [SmarterMeasureEvent(\"assessment.kind-{i}\")] public void On{i}(Payload{i} e) {{ }}\n");
        text.Append("}\n");
        for (var i = file * HandlersPerFile; i < (file + 1) * HandlersPerFile; i++)
            text.Append(CultureInfo.InvariantCulture, $"public sealed record Payload{i}(string CallbackId, string UserId, decimal? Score, DateTimeOffset? DateScored);\n");
        return CSharpSyntaxTree.ParseText(text.ToString(), Options, $"Handlers{file}.cs");
    }

    private static SyntaxTree Unrelated(int stroke) => CSharpSyntaxTree.ParseText(
        $"namespace Thousand; internal static class Unrelated {{ public static int Value() => {stroke}; }}", Options, "Unrelated.cs");
}
