using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Turns a method with the attribute into its model, and decides whether it is a sound handler.</summary>
internal static class HandlerParser
{
    public static HandlerModel Parse(
        IMethodSymbol method,
        ImmutableArray<AttributeData> attributes,
        Compilation compilation,
        string filePath,
        CancellationToken stop)
    {
        var problems = new List<HandlerProblem>();
        var events = EventNames(attributes, method, problems);
        CheckPlace(method, compilation, problems);
        var targets = Targets(method, compilation, problems);
        var (awaiting, yielding) = Return(method, compilation, problems);
        var parameters = Parameters(method, compilation, problems, out var payload);
        var payloadTypes = payload is null || problems.Count > 0
            ? []
            : PayloadTypes.Of(compilation).Reach(payload, problems, stop);

        return new HandlerModel
        {
            FilePath = filePath,
            Events = events,
            Call = new HandlerCall
            {
                TypeName = method.ContainingType.FullyQualified(),
                MethodName = Symbols.Identifier(method.Name),
                IsStatic = method.IsStatic,
                Parameters = parameters,
                Awaiting = awaiting,
                Yielding = yielding,
            },
            Targets = targets,
            PayloadTypes = payloadTypes.ToEquatableArray(),
            Problems = problems.ToEquatableArray(),
        };
    }

    private static EquatableArray<string> EventNames(
        ImmutableArray<AttributeData> attributes, IMethodSymbol method, List<HandlerProblem> problems)
    {
        var names = new List<string>();
        foreach (var attribute in attributes)
        {
            if (attribute.ConstructorArguments is not [{ Value: string name }] || string.IsNullOrWhiteSpace(name))
                problems.Add(new HandlerProblem(ProblemKind.MissingEventName, method.Name));
            else if (!names.Contains(name.ToLowerInvariant()))
                names.Add(name.ToLowerInvariant());
        }

        return names.ToEquatableArray();
    }

    private static void CheckPlace(IMethodSymbol method, Compilation compilation, List<HandlerProblem> problems)
    {
        var type = method.ContainingType;
        var isGeneric = method.IsGenericMethod || type.IsOpen();
        var isFileLocal = false;
        for (var at = type; at is not null; at = at.ContainingType)
            isFileLocal |= at.IsFileLocal;

        if (isGeneric)
            problems.Add(new HandlerProblem(ProblemKind.Generic, method.Name));
        if (isFileLocal || !compilation.IsSymbolAccessibleWithin(method, compilation.Assembly))
            problems.Add(new HandlerProblem(ProblemKind.NotAccessible, method.Name));
        if (!method.IsStatic && type.TypeKind != TypeKind.Class)
            problems.Add(new HandlerProblem(ProblemKind.NotConstructible, type.Name));
    }

    private static EquatableArray<string> Targets(
        IMethodSymbol method, Compilation compilation, List<HandlerProblem> problems)
    {
        var type = method.ContainingType;
        if (method.IsStatic || !type.IsAbstract || type.TypeKind != TypeKind.Class)
            return new[] { type.FullyQualified() }.ToEquatableArray();

        var targets = DerivedTypes.Of(compilation).From(type)
            .Where(derived => !IsAnnotatedAnew(method, derived))
            .Select(static derived => derived.FullyQualified())
            .OrderBy(static name => name, StringComparer.Ordinal)
            .ToEquatableArray();
        if (targets.Count == 0 && !type.IsOpen())
            problems.Add(new HandlerProblem(ProblemKind.NotConstructible, type.Name));
        return targets;
    }

    // An override with attributes of its own speaks for itself.
    private static bool IsAnnotatedAnew(IMethodSymbol method, INamedTypeSymbol derived)
    {
        for (var at = derived; !SymbolEqualityComparer.Default.Equals(at, method.ContainingType); at = at!.BaseType)
        {
            foreach (var member in at!.GetMembers(method.Name))
            {
                for (var one = member as IMethodSymbol; one is not null; one = one.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(one.OverriddenMethod, method))
                        return member.Attribute("SmarterMeasure.Connector", "SmarterMeasureEventAttribute") is not null;
                }
            }
        }

        return false;
    }

    private static (Awaiting Awaiting, Yielding Yielding) Return(
        IMethodSymbol method, Compilation compilation, List<HandlerProblem> problems)
    {
        if (method.ReturnsVoid)
        {
            if (method.IsAsync)
                problems.Add(new HandlerProblem(ProblemKind.AsyncVoid, method.Name));
            return (Awaiting.Nothing, Yielding.Nothing);
        }

        const string tasks = "System.Threading.Tasks";
        var type = method.ReturnType;
        if (method.RefKind != RefKind.None || IsNullableTask(type))
            return Unsupported();
        if (type.Is(tasks, "Task"))
            return (Awaiting.Task, Yielding.Nothing);
        if (type.Is(tasks, "ValueTask"))
            return (Awaiting.ValueTask, Yielding.Nothing);

        var awaiting = type.Is(tasks, "Task`1", out var result) ? Awaiting.Task
            : type.Is(tasks, "ValueTask`1", out result) ? Awaiting.ValueTask
            : Awaiting.Nothing;
        if (IsPush(result))
            return (awaiting, Yielding.Push);
        if (IsPushes(result) || result.AllInterfaces.Any(IsPushes))
            return (awaiting, Yielding.Pushes);
        return Unsupported();

        (Awaiting, Yielding) Unsupported()
        {
            problems.Add(new HandlerProblem(ProblemKind.UnsupportedReturn, type.ToDisplayString()));
            return (Awaiting.Nothing, Yielding.Nothing);
        }
    }

    // There is nothing to await in null.
    private static bool IsNullableTask(ITypeSymbol type) =>
        type.NullableAnnotation == NullableAnnotation.Annotated
        && (type.Is("System.Threading.Tasks", "Task") || type.Is("System.Threading.Tasks", "Task`1"));

    private static bool IsPush(ITypeSymbol type) => type.Is("SmarterMeasure.Connector.Ledger", "Push");

    private static bool IsPushes(ITypeSymbol type) =>
        type.Is("System.Collections.Generic", "IEnumerable`1", out var item) && IsPush(item);

    private static EquatableArray<HandlerParameter> Parameters(
        IMethodSymbol method, Compilation compilation, List<HandlerProblem> problems, out INamedTypeSymbol? payload)
    {
        payload = null;
        var parameters = new List<HandlerParameter>();
        var payloads = 0;
        foreach (var parameter in method.Parameters)
        {
            var key = ServiceKey(parameter);
            if (parameter.RefKind != RefKind.None || Source(parameter.Type, key is not null, compilation) is not { } source)
            {
                problems.Add(new HandlerProblem(ProblemKind.UnsupportedParameter, parameter.Name));
                continue;
            }

            var type = parameter.Type.WithoutNull();
            if (source == ParameterSource.Payload)
                type = payload = (INamedTypeSymbol)type.WithAnnotatedArguments(compilation);
            if (source is ParameterSource.Payload or ParameterSource.RawBody && ++payloads == 2)
                problems.Add(new HandlerProblem(ProblemKind.SeveralPayloads, parameter.Name));
            parameters.Add(new HandlerParameter(source, type.FullyQualified(), key));
        }

        return parameters.ToEquatableArray();
    }

    /// <summary>The key that <c>[FromKeyedServices]</c> gives, as an expression; null without one.</summary>
    private static string? ServiceKey(IParameterSymbol parameter) =>
        parameter.Attribute("Microsoft.Extensions.DependencyInjection", "FromKeyedServicesAttribute") is not { } attribute ? null
        : attribute.ConstructorArguments is not [{ IsNull: false } key] ? "null"
        : key.Value is ITypeSymbol type ? $"typeof({type.FullyQualified()})"
        : ConstantExpression.Of(key.Value!, key.Type!);

    private static ParameterSource? Source(ITypeSymbol type, bool isKeyed, Compilation compilation)
    {
        if (isKeyed)
            return ServiceSource(type, compilation);
        if (type.Is("SmarterMeasure.Connector.Dispatch", "EventContext"))
            return ParameterSource.EventContext;
        if (type.Is("System.Threading", "CancellationToken"))
            return ParameterSource.CancellationToken;
        if (PayloadRule.IsRawBody(type))
            return ParameterSource.RawBody;
        if (PayloadRule.IsPayload(type, compilation))
            return ParameterSource.Payload;
        return ServiceSource(type, compilation);
    }

    private static ParameterSource? ServiceSource(ITypeSymbol type, Compilation compilation)
    {
        if (!PayloadRule.IsService(type) || !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            return null;
        return type.NullableAnnotation == NullableAnnotation.Annotated
            ? ParameterSource.OptionalService
            : ParameterSource.Service;
    }
}
