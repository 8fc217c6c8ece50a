using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Words and place of a problem with a handler's place or signature.</summary>
internal static class HandlerProblemReport
{
    /// <summary>The diagnostic; null for a kind that is none of these.</summary>
    public static Diagnostic? Of(IMethodSymbol method, HandlerProblem problem, Compilation compilation, CancellationToken stop)
    {
        var name = method.Locations[0];
        switch (problem.Kind)
        {
            case ProblemKind.NotAccessible:
                var hidden = Hidden(method, compilation);
                return Diagnostic.Create(HandlerRules.UnreachableHandler, name, method.Name, hidden.Name, Accessibility(hidden));
            case ProblemKind.Generic:
                var generic = Generic(method);
                return Diagnostic.Create(HandlerRules.GenericHandler, name, method.Name, generic.Name, Closing(method, generic));
            case ProblemKind.NotConstructible:
                return Diagnostic.Create(HandlerRules.HandlerWithoutInstance, name, method.Name, method.ContainingType.Name, Kind(method.ContainingType));
            case ProblemKind.AsyncVoid:
                return Diagnostic.Create(HandlerRules.AsyncVoidHandler, ReturnLocation(method, stop), method.Name);
            case ProblemKind.UnsupportedReturn:
                return Diagnostic.Create(HandlerRules.UnsupportedReturnType, ReturnLocation(method, stop), method.Name, Returned(method));
            case ProblemKind.SeveralPayloads:
                return Diagnostic.Create(HandlerRules.SeveralPayloads, Place(method, problem), method.Name, problem.Detail);
            case ProblemKind.UnsupportedParameter:
                return Diagnostic.Create(HandlerRules.UnsupportedParameter, Place(method, problem), method.Name, Reason(method, problem.Detail));
            default:
                return null;
        }
    }

    private static Location Place(IMethodSymbol method, HandlerProblem problem) =>
        (method.Parameters.FirstOrDefault(one => one.Name == problem.Detail) ?? (ISymbol)method).Locations[0];

    private static Location ReturnLocation(IMethodSymbol method, CancellationToken stop) =>
        method.DeclaringSyntaxReferences is [var reference, ..] && reference.GetSyntax(stop) is MethodDeclarationSyntax syntax
            ? syntax.ReturnType.GetLocation()
            : method.Locations[0];

    private static string Returned(IMethodSymbol method)
    {
        var type = method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return method.RefKind == RefKind.None ? type : "ref " + type;
    }

    private static string Reason(IMethodSymbol method, string parameterName)
    {
        if (method.Parameters.FirstOrDefault(one => one.Name == parameterName) is not { } parameter)
            return $"nothing can be passed for '{parameterName}'";
        return parameter.RefKind switch
        {
            RefKind.Ref => $"'{parameterName}' is passed by ref",
            RefKind.Out => $"'{parameterName}' is passed by out",
            RefKind.In => $"'{parameterName}' is passed by in",
            RefKind.RefReadOnlyParameter => $"'{parameterName}' is passed by ref readonly",
            _ => $"nothing can be passed for '{parameterName}' of type '{parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'",
        };
    }

    /// <summary>What hides the method: itself, or the innermost type around it that is hidden.</summary>
    private static ISymbol Hidden(IMethodSymbol method, Compilation compilation)
    {
        for (ISymbol at = method; at is not null; at = at.ContainingType)
        {
            if (at is INamedTypeSymbol { IsFileLocal: true } || !IsOpen(at))
                return at;
        }

        return method;

        // Only its own accessibility: that of what is around it comes in its turn.
        static bool IsOpen(ISymbol symbol) => symbol.DeclaredAccessibility
            is Microsoft.CodeAnalysis.Accessibility.Public
            or Microsoft.CodeAnalysis.Accessibility.Internal
            or Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal;
    }

    private static string Accessibility(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { IsFileLocal: true } => "file-local",
        IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } => "an explicit interface implementation",
        { DeclaredAccessibility: Microsoft.CodeAnalysis.Accessibility.Protected } => "protected",
        { DeclaredAccessibility: Microsoft.CodeAnalysis.Accessibility.ProtectedAndInternal } => "private protected",
        _ => "private",
    };

    private static ISymbol Generic(IMethodSymbol method)
    {
        if (method.IsGenericMethod)
            return method;
        for (var at = method.ContainingType; at is not null; at = at.ContainingType)
        {
            if (at.Arity > 0)
                return at;
        }

        return method;
    }

    /// <summary>What to write so that nothing generic is left.</summary>
    private static string Closing(IMethodSymbol method, ISymbol generic)
    {
        if (generic is not INamedTypeSymbol type)
            return "write a handler for each type that it is meant for";
        if (method.IsStatic || method.ContainingType.TypeKind != TypeKind.Class)
            return "move it to a class without any";
        var isAbstract = method.ContainingType.IsAbstract ? "" : "make it abstract and ";
        return $"{isAbstract}derive from it a class that says the types, such as 'class My{type.Name} : {type.Name}<{Examples(type)}>'";
    }

    private static string Examples(INamedTypeSymbol type) =>
        string.Join(", ", type.TypeParameters.Select(static _ => "AssessmentCompleted"));

    private static string Kind(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "an interface",
        { TypeKind: TypeKind.Struct, IsRefLikeType: true } => "a ref struct",
        { TypeKind: TypeKind.Struct } => "a struct",
        { IsAbstract: true } => "abstract, and no class that can be constructed derives from it",
        _ => "no class",
    };
}
