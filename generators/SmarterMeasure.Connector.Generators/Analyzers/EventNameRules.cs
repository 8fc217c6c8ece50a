using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Rules about the name in <c>[SmarterMeasureEvent]</c>.</summary>
internal static class EventNameRules
{
    public static readonly DiagnosticDescriptor BlankEventName = new(
        DiagnosticIds.BlankEventName,
        "The event name is null or blank",
        "The handler '{0}' names no event; write a constant such as SmarterMeasureEvents.SectionComplete",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "No event has an empty name, so the handler would never run and no code is generated for it.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.BlankEventName + ".md");

    public static readonly DiagnosticDescriptor MisspeltEventName = new(
        DiagnosticIds.MisspeltEventName,
        "The event name looks misspelt",
        "SmarterMeasure documents no event '{0}'; did you mean SmarterMeasureEvents.{1} ('{2}')?",
        RuleDocumentation.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The name differs from a documented one by a letter or two. A handler of a name that never comes never runs.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.MisspeltEventName + ".md");

    public static readonly DiagnosticDescriptor EventNameHasConstant = new(
        DiagnosticIds.EventNameHasConstant,
        "The event name has a constant",
        "Write SmarterMeasureEvents.{0} instead of \"{1}\"",
        RuleDocumentation.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A constant cannot be misspelt, and its documentation says when the event comes and what it carries.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.EventNameHasConstant + ".md");

    public static readonly DiagnosticDescriptor UndocumentedEventName = new(
        DiagnosticIds.UndocumentedEventName,
        "The event name is not among the documented ones",
        "SmarterMeasure documents no event '{0}'; make sure that it was set up for you under exactly this name",
        RuleDocumentation.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The set of events is open: the vendor adds events at a customer's wish. The name may well be right; nothing here can tell.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.UndocumentedEventName + ".md");

    public static readonly DiagnosticDescriptor RepeatedEvent = new(
        DiagnosticIds.RepeatedEvent,
        "The method names one event twice",
        "The handler '{0}' already handles '{1}', and is called once for it; remove this attribute or name another event",
        RuleDocumentation.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Names are compared without regard to case. A repeated attribute has no effect, so another event was probably meant.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.RepeatedEvent + ".md");
}
