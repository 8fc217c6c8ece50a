using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.Generators.Tests.Analyzers;

public sealed class HandlerNoiseSuppressorTests
{
    private const string Source = """
        internal class Called
        {
            [SmarterMeasureEvent("x")] public void On(SectionStart unused) { }
            public void Other(SectionStart unused) { }
        }
        internal class Derived : Called;
        internal class Idle
        {
            [SmarterMeasureEvent("x")] public static void On(SectionStart unused) { }
            public void Other(SectionStart unused) { }
        }
        """;

    [Theory]
    [InlineData("CA1822", "method Called.Other", "method Idle.Other")]
    [InlineData("IDE0060", "parameter Called.Other", "parameter Idle.Other")]
    [InlineData("CA1801", "parameter Called.Other", "parameter Idle.Other")]
    [InlineData("CA1812", "class Idle")]
    public async Task What_is_said_of_handlers_is_taken_back_and_nothing_else(string rule, params string[] left)
    {
        var noise = new Noise(rule);
        var reported = await GeneratorHarness.Compile(LanguageVersion.Latest, Source)
            .WithAnalyzers([noise, new HandlerNoiseSuppressor()], new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true))
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Contains(reported, static one => one.IsSuppressed);
        Assert.Equal(
            left,
            reported.Where(static one => !one.IsSuppressed)
                .Select(static one => one.GetMessage(System.Globalization.CultureInfo.InvariantCulture))
                .Order(StringComparer.Ordinal));
    }

    /// <summary>Says of every method, parameter or class what the general rule says of some.</summary>
#pragma warning disable RS1001, RS1017 // Made here for one test; no compiler looks for it.
    private sealed class Noise(string id) : DiagnosticAnalyzer
    {
        private readonly DiagnosticDescriptor _rule = new(id, id, "{0}", "Noise", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            if (id == "CA1812")
                context.RegisterSyntaxNodeAction(node => Report(node, (ClassDeclarationSyntax)node.Node), SyntaxKind.ClassDeclaration);
            else if (id == "CA1822")
                context.RegisterSyntaxNodeAction(node => Report(node, (MethodDeclarationSyntax)node.Node), SyntaxKind.MethodDeclaration);
            else
                context.RegisterSyntaxNodeAction(node => Report(node, (ParameterSyntax)node.Node), SyntaxKind.Parameter);
        }

        private void Report(SyntaxNodeAnalysisContext node, ClassDeclarationSyntax type) =>
            node.ReportDiagnostic(Diagnostic.Create(_rule, type.Identifier.GetLocation(), $"class {type.Identifier}"));

        private void Report(SyntaxNodeAnalysisContext node, MethodDeclarationSyntax method) =>
            node.ReportDiagnostic(Diagnostic.Create(_rule, method.Identifier.GetLocation(), $"method {Name(method)}"));

        private void Report(SyntaxNodeAnalysisContext node, ParameterSyntax parameter) => node.ReportDiagnostic(Diagnostic.Create(
            _rule, parameter.Identifier.GetLocation(), $"parameter {Name((MethodDeclarationSyntax)parameter.Parent!.Parent!)}"));

        private static string Name(MethodDeclarationSyntax method) => $"{((ClassDeclarationSyntax)method.Parent!).Identifier}.{method.Identifier}";
    }
#pragma warning restore RS1001, RS1017
}
