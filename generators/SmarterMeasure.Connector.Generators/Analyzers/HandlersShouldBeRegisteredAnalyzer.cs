using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// Warns, at the first handler, of an application that never registers its handlers. A library cannot be judged: its
/// application may register them through a method of the library's own.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlersShouldBeRegisteredAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.HandlersNotRegistered];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.Options.OutputKind
                    is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication)
                || ConnectorSymbols.Of(start.Compilation) is not { } symbols)
                return;
            var search = new Search(symbols);
            start.RegisterSymbolAction(search.See, SymbolKind.Method);
            start.RegisterSyntaxNodeAction(search.See, SyntaxKind.InvocationExpression);
            start.RegisterCompilationEndAction(search.Report);
        });
    }

    /// <summary>What was seen of one compilation; fed from many threads.</summary>
    private sealed class Search(ConnectorSymbols symbols)
    {
        private readonly ConcurrentBag<Location> _handlers = [];
        private volatile bool _isRegistered;

        public void See(SymbolAnalysisContext context)
        {
            if (!_isRegistered && symbols.IsHandler((IMethodSymbol)context.Symbol))
                _handlers.Add(context.Symbol.Locations[0]);
        }

        // By name alone: the extension method is generated, and no other has this name.
        public void See(SyntaxNodeAnalysisContext context)
        {
            var name = ((InvocationExpressionSyntax)context.Node).Expression switch
            {
                MemberAccessExpressionSyntax access => access.Name,
                MemberBindingExpressionSyntax binding => binding.Name,
                SimpleNameSyntax simple => simple,
                _ => null,
            };
            if (name?.Identifier.ValueText is "AddGeneratedHandlers" or "AddDispatcher")
                _isRegistered = true;
        }

        public void Report(CompilationAnalysisContext context)
        {
            if (_isRegistered || _handlers.IsEmpty)
                return;
            var first = _handlers
                .OrderBy(static one => one.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static one => one.SourceSpan.Start)
                .First();
            context.ReportDiagnostic(Diagnostic.Create(HandlerRules.HandlersNotRegistered, first));
        }
    }
}
