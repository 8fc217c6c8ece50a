using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>The SDK's own analyzers of trimming, single files and Native AOT, over a compilation as a published program is.</summary>
internal static class AotAnalyzers
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> All =
    [
        .. Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "ILLink.RoslynAnalyzer.dll")).GetTypes()
            .Where(static type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static readonly AnalyzerOptions Options = new([], new Properties());

    /// <summary>What they report of generated code and of the source around it.</summary>
    public static IReadOnlyList<Diagnostic> Report(CSharpCompilation compilation) => [.. compilation
        .WithAnalyzers(All, Options)
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)
        .GetAwaiter().GetResult()];

    /// <summary>What the project properties of the same names say.</summary>
    private sealed class Properties : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new On();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class On : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key is "build_property.EnableTrimAnalyzer" or "build_property.EnableAotAnalyzer"
                    or "build_property.EnableSingleFileAnalyzer" ? "true" : null;
                return value is not null;
            }
        }
    }
}
