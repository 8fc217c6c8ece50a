using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// Compares event names with the documented ones. A name close to one of them is a warning; any other is only a hint,
/// because the set is open.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventNamesShouldBeDocumentedAnalyzer : HandlerAnalyzer
{
    /// <summary>The property of a diagnostic that holds the constant to write instead.</summary>
    internal const string Constant = nameof(Constant);

    private const string Wildcard = "*";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [EventNameRules.MisspeltEventName, EventNameRules.EventNameHasConstant, EventNameRules.UndocumentedEventName];

    private protected override void Analyze(
        SymbolAnalysisContext context, ConnectorSymbols symbols, IMethodSymbol method, ImmutableArray<AttributeData> events)
    {
        foreach (var attribute in events)
        {
            if (attribute.ConstructorArguments is not [{ Value: string name }] || string.IsNullOrWhiteSpace(name))
                continue;
            var location = NameLocation(attribute, method, context.CancellationToken);
            if (symbols.Events.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } same)
            {
                if (IsLiteral(attribute, context.CancellationToken))
                    Report(EventNameRules.EventNameHasConstant, same, same.Constant, name);
            }
            else if (EventNameDistance.Nearest(name, symbols.Events) is { } near)
            {
                Report(EventNameRules.MisspeltEventName, near, name, near.Constant, near.Name);
            }
            else if (name != Wildcard)
            {
                context.ReportDiagnostic(Diagnostic.Create(EventNameRules.UndocumentedEventName, location, name));
            }

            void Report(DiagnosticDescriptor rule, DocumentedEvent instead, params object[] arguments) =>
                context.ReportDiagnostic(Diagnostic.Create(
                    rule, location, ImmutableDictionary<string, string?>.Empty.Add(Constant, instead.Constant), arguments));
        }
    }

    private static bool IsLiteral(AttributeData attribute, CancellationToken stop) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(stop) is AttributeSyntax
        {
            ArgumentList.Arguments: [{ Expression: var name }],
        }
        && name.IsKind(SyntaxKind.StringLiteralExpression);
}
