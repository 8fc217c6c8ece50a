using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace SmarterMeasure.Connector.Generators.Tests.Analyzers;

/// <summary>
/// Source text with marked places, <c>{|SMC0001:here|}</c>, at which one analyzer has to report, and nowhere else.
/// </summary>
internal sealed class RuleTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private RuleTest(string source)
    {
        TestCode = source;
        RuleSources.Prepare(this);
    }

    public static Task RunAsync(string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var test = new RuleTest<TAnalyzer>(source);
        test.TestState.OutputKind = kind;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The same for members of one class.</summary>
    public static Task RunInClassAsync(string members) => RunAsync(RuleSources.InClass(members));

    /// <summary>The one diagnostic of a text without markup; tells its message.</summary>
    public static async Task<string> MessageAsync(string members)
    {
        var compilation = GeneratorHarness.Compile(LanguageVersion.Latest, RuleSources.InClass(members));
        var reported = await compilation
            .WithAnalyzers([new TAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return Assert.Single(reported).GetMessage(System.Globalization.CultureInfo.InvariantCulture);
    }

    protected override CompilationOptions CreateCompilationOptions() => RuleSources.Options;

    protected override ParseOptions CreateParseOptions() => RuleSources.ParseOptions;
}
