using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;
using SmarterMeasure.Connector.Generators.Parsing;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// Words of a problem with a payload type. Its place is the handler's parameter, because that is the text being
/// analyzed; where the member itself stands comes as an additional location.
/// </summary>
internal static class PayloadProblemReport
{
    /// <summary>The diagnostic; null for a kind that is none of these.</summary>
    public static Diagnostic? Of(
        IParameterSymbol parameter, Location location, HandlerProblem problem, Compilation compilation, CancellationToken stop)
    {
        if (parameter.Type.WithoutNull() is not INamedTypeSymbol root)
            return null;
        foreach (var step in PayloadWalk.From(root))
        {
            stop.ThrowIfCancellationRequested();
            if (Detail(step) == problem.Detail)
                return Of(step, location, problem.Kind, compilation);
        }

        // Reached in a way that the walk does not go: less well said, but said.
        return Diagnostic.Create(PayloadRules.UnsupportedMember, location, problem.Detail, Minimal(root));
    }

    // The parser's own way to name a type or a member.
    private static string Detail(PayloadStep step) =>
        step.Member is null ? step.Type.ToDisplayString() : $"{step.Type.ToDisplayString()}.{step.Member.Name}";

    private static Diagnostic? Of(PayloadStep step, Location location, ProblemKind kind, Compilation compilation)
    {
        var symbol = step.Member ?? (ISymbol)step.Type;
        var type = (step.Member as IPropertySymbol)?.Type ?? step.Type;
        switch (kind)
        {
            case ProblemKind.UnreadableMember:
                return Create(PayloadRules.UnsupportedMember, symbol, step.Path, Minimal(type));
            case ProblemKind.AmbiguousMember when symbol is IPropertySymbol property:
                return Create(PayloadRules.AmbiguousWireName, symbol, step.Path, WireNames.Of(property));
            case ProblemKind.AmbiguousEnumMember:
                return Create(PayloadRules.AmbiguousEnumText, symbol, step.Path);
            case ProblemKind.UnusableConverter:
                return Create(PayloadRules.UnusableConverter, symbol, step.Path, Minimal(type));
            case ProblemKind.UnusableExtensionData:
                return Create(PayloadRules.UnusableExtensionData, symbol, step.Path);
            case ProblemKind.UnreadableType when RequiredField(step.Type) is { } field:
                return Create(
                    PayloadRules.RequiredMemberNeverRead, field, step.Path, field.Name, "is a field", "make it a property");
            case ProblemKind.UnreadableType when IgnoredRequirement(step.Type) is { } ignored:
                return Create(
                    PayloadRules.RequiredMemberNeverRead,
                    ignored,
                    step.Path,
                    ignored.Name,
                    "[JsonIgnore] leaves out",
                    "remove 'required' or the attribute");
            case ProblemKind.UnreadableType:
                return Create(
                    PayloadRules.PayloadWithoutConstructor, step.Type, step.Path, Minimal(step.Type), Reason(step.Type, compilation));
            default:
                return null;
        }

        Diagnostic Create(DiagnosticDescriptor rule, ISymbol at, params object[] arguments) =>
            Diagnostic.Create(rule, location, additionalLocations: at.Locations.Where(static one => one.IsInSource), arguments);
    }

    private static string Minimal(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static IFieldSymbol? RequiredField(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            foreach (var member in at.GetMembers())
            {
                if (member is IFieldSymbol { IsRequired: true } field)
                    return field;
            }
        }

        return null;
    }

    private static IPropertySymbol? IgnoredRequirement(INamedTypeSymbol type) =>
        type.ReadableProperties().FirstOrDefault(static one => one.IsRequired && WireNames.IsIgnored(one));

    private static string Reason(INamedTypeSymbol type, Compilation compilation)
    {
        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.IsFileLocal)
                return $"'{at.Name}' is file-local; make it internal or public";
        }

        return compilation.IsSymbolAccessibleWithin(type, compilation.Assembly)
            ? "give it a constructor without parameters, or one whose parameters are named like its properties"
            : "generated code cannot reach it; make it internal or public";
    }
}
