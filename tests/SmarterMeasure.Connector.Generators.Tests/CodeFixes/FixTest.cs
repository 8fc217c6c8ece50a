using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using SmarterMeasure.Connector.Generators.Tests.Analyzers;

namespace SmarterMeasure.Connector.Generators.Tests.CodeFixes;

/// <summary>Source text with marked places, and the text after each fix: one by one, and all at once.</summary>
internal sealed class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private FixTest(string source, string mended)
    {
        TestCode = source;
        RuleSources.Prepare(this);
        FixedCode = mended;
        FixedState.Sources.Add(TestState.Sources[1]);
    }

    public static Task RunAsync(string source, string mended) =>
        new FixTest<TAnalyzer, TFix>(source, mended).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The same for a text that has to stay as it is.</summary>
    public static Task RunUnmendedAsync(string source) => RunAsync(source, source);

    protected override CompilationOptions CreateCompilationOptions() => RuleSources.Options;

    protected override ParseOptions CreateParseOptions() => RuleSources.ParseOptions;
}
