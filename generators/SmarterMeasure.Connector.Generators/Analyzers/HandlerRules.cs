using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Rules about where a handler stands, what it takes and what it gives back.</summary>
internal static class HandlerRules
{
    public static readonly DiagnosticDescriptor UnreachableHandler = new(
        DiagnosticIds.UnreachableHandler,
        "Generated code cannot reach the handler",
        "The handler '{0}' cannot be called because '{1}' is {2}; make it internal or public",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Handlers are called by generated code in the same assembly, which sees what is internal or public. No code is generated for a handler that it cannot see.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.UnreachableHandler + ".md");

    public static readonly DiagnosticDescriptor GenericHandler = new(
        DiagnosticIds.GenericHandler,
        "The handler is generic",
        "The handler '{0}' cannot be called because '{1}' has type parameters; {2}",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An event says nothing from which a type argument could be chosen. The handlers of an abstract generic class are called on the classes of this assembly that derive from it and close it.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.GenericHandler + ".md");

    public static readonly DiagnosticDescriptor HandlerWithoutInstance = new(
        DiagnosticIds.HandlerWithoutInstance,
        "The handler's type cannot be a service",
        "The handler '{0}' needs an instance, but '{1}' is {2}; make the method static, or move it to a class that can be constructed",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An instance handler is called on a service of its own class, made for each event. Interfaces and structs cannot be made so; the handlers of an abstract class are called on the classes that derive from it in this assembly.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.HandlerWithoutInstance + ".md");

    public static readonly DiagnosticDescriptor NoPublicConstructor = new(
        DiagnosticIds.NoPublicConstructor,
        "The handler's class has no public constructor",
        "No instance of '{0}' can be made for its handlers; give it a public constructor whose parameters are services",
        RuleDocumentation.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "AddGeneratedHandlers() registers the class with the container, which calls public constructors only. Unless the class was registered before, every event fails.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.NoPublicConstructor + ".md");

    public static readonly DiagnosticDescriptor AttributeWithoutEffect = new(
        DiagnosticIds.AttributeWithoutEffect,
        "The attribute stands on something that is never called",
        "[SmarterMeasureEvent] has no effect on {0}; put it on an ordinary method of a class",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Handlers are ordinary methods. The language allows the attribute on local functions, lambdas, accessors and operators too, where nothing looks for it.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.AttributeWithoutEffect + ".md");

    public static readonly DiagnosticDescriptor SeveralPayloads = new(
        DiagnosticIds.SeveralPayloads,
        "The handler takes more than one payload",
        "The handler '{0}' takes a second payload in '{1}'; keep one, and read the raw body from EventContext.Body if both are needed",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An event has one payload. A record, a class with settable properties, a struct of this assembly and ReadOnlyMemory<byte> count as payloads.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.SeveralPayloads + ".md");

    public static readonly DiagnosticDescriptor UnsupportedParameter = new(
        DiagnosticIds.UnsupportedParameter,
        "Nothing can be passed for the parameter",
        "The handler '{0}' cannot be called: {1}; take a record, ReadOnlyMemory<byte>, EventContext, CancellationToken or a service",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A handler takes, in any order, one payload, an EventContext, a CancellationToken and services, all by value.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.UnsupportedParameter + ".md");

    public static readonly DiagnosticDescriptor UnsupportedReturnType = new(
        DiagnosticIds.UnsupportedReturnType,
        "Nothing can be done with what the handler returns",
        "The handler '{0}' returns '{1}'; return void, Task, ValueTask, Push, IEnumerable<Push>, or a task of the last two",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What a handler returns is stored for delivery together with the event's end, so it has to be pushes. No value is thrown away silently.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.UnsupportedReturnType + ".md");

    public static readonly DiagnosticDescriptor AsyncVoidHandler = new(
        DiagnosticIds.AsyncVoidHandler,
        "The handler is async void",
        "The handler '{0}' is async void, so nobody sees its end or its errors; return Task or ValueTask",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An event would count as handled while its handler still runs, and an exception would end the process.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.AsyncVoidHandler + ".md");

    public static readonly DiagnosticDescriptor ServiceInsteadOfPayload = new(
        DiagnosticIds.ServiceInsteadOfPayload,
        "A parameter that looks like the payload comes from the services",
        "The handler '{0}' reads nothing of its event, because '{1}' is taken for a service; make it a record, or give it properties that can be set",
        RuleDocumentation.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A payload is a record, a struct of this assembly, or a class of this assembly with settable properties. Any other class is asked of the services, where a payload type is never found.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.ServiceInsteadOfPayload + ".md");

    public static readonly DiagnosticDescriptor MissingCancellationToken = new(
        DiagnosticIds.MissingCancellationToken,
        "The asynchronous handler takes no CancellationToken",
        "The handler '{0}' cannot be told to stop; take a CancellationToken and pass it on",
        RuleDocumentation.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The token is cancelled when the handler's time is up or the process stops. A handler that ignores it runs on while its event is already tried again.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.MissingCancellationToken + ".md");

    public static readonly DiagnosticDescriptor HandlersNotRegistered = new(
        DiagnosticIds.HandlersNotRegistered,
        "The handlers are never registered",
        "No handler of this application runs, because AddGeneratedHandlers() is never called; write builder.AddSmarterMeasure().AddGeneratedHandlers()",
        RuleDocumentation.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Handlers run once the generated AddGeneratedHandlers() of their assembly was called on the connector's builder. Without it their events are stored and quarantined.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.HandlersNotRegistered + ".md",
        customTags: [WellKnownDiagnosticTags.CompilationEnd]);
}
