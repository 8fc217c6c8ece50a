using Microsoft.CodeAnalysis;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>Rules about the type that a handler wants its event to be read into.</summary>
internal static class PayloadRules
{
    public static readonly DiagnosticDescriptor UnsupportedMember = new(
        DiagnosticIds.UnsupportedMember,
        "A payload member has a type that cannot be read",
        "No reader can be made for '{0}' of type '{1}'; use a supported type, or [JsonIgnore] to leave the member out",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Readable are text, numbers, bool, dates, Guid, Uri, enums, RawFragment for free-form parts, lists and string-keyed dictionaries of these, and records, classes and structs made of them.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.UnsupportedMember + ".md");

    public static readonly DiagnosticDescriptor PayloadWithoutConstructor = new(
        DiagnosticIds.PayloadWithoutConstructor,
        "A payload type cannot be constructed",
        "The type of '{0}', '{1}', cannot be constructed: {2}",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Generated code calls a parameterless constructor, or the longest one whose parameters are named like the type's properties.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.PayloadWithoutConstructor + ".md");

    public static readonly DiagnosticDescriptor RequiredMemberNeverRead = new(
        DiagnosticIds.RequiredMemberNeverRead,
        "A required member of a payload is never set",
        "The type of '{0}' requires '{1}', which {2}; {3}",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Only properties are read, and not those that [JsonIgnore] leaves out. A required member outside of them makes every construction an error.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.RequiredMemberNeverRead + ".md");

    public static readonly DiagnosticDescriptor AmbiguousWireName = new(
        DiagnosticIds.AmbiguousWireName,
        "Two payload members have one wire name",
        "The name '{1}' of '{0}' belongs to another member already; rename one, or give it a name of its own with [JsonPropertyName]",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Properties are read under their snake_case names, so that UserId and User_id are one. A value can go to one member only.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.AmbiguousWireName + ".md");

    public static readonly DiagnosticDescriptor ConverterReadsOnlyJson = new(
        DiagnosticIds.ConverterReadsOnlyJson,
        "A JSON converter cannot read XML",
        "The [JsonConverter] of '{0}' knows JSON only: of an event that comes as XML it gets plain text as a JSON string; use a type with a reader of its own",
        RuleDocumentation.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "SmarterMeasure sends JSON or XML as the account is set up. A converter is written for JSON, and XML has neither its numbers nor its objects.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.ConverterReadsOnlyJson + ".md");

    public static readonly DiagnosticDescriptor PayloadOfAnotherEvent = new(
        DiagnosticIds.PayloadOfAnotherEvent,
        "The payload type belongs to another event",
        "'{0}' carries no section, so it never fits '{1}' and each one would be quarantined; take {2}",
        RuleDocumentation.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "SectionStart and SectionComplete require the section that only the two section events carry.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.PayloadOfAnotherEvent + ".md");

    public static readonly DiagnosticDescriptor AmbiguousEnumText = new(
        DiagnosticIds.AmbiguousEnumText,
        "Two members of an enum have one text",
        "The text of '{0}' belongs to another member already; rename one, or give it a text of its own with [JsonStringEnumMemberName]",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Enums are read by name, without regard to case, hyphens and underscores. One text cannot stand for two values.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.AmbiguousEnumText + ".md");

    public static readonly DiagnosticDescriptor UnusableConverter = new(
        DiagnosticIds.UnusableConverter,
        "A JSON converter cannot be used",
        "The [JsonConverter] of '{0}' cannot be used for '{1}'; name a JsonConverter<{1}> with a public constructor without parameters",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Generated code makes the converter itself and calls it for exactly the member's type. Factories and attributes that make a converter at run time are not asked.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.UnusableConverter + ".md");

    public static readonly DiagnosticDescriptor UnusableExtensionData = new(
        DiagnosticIds.UnusableExtensionData,
        "A member cannot hold extension data",
        "'{0}' cannot keep what is unknown; make it the type's only [JsonExtensionData], a settable Dictionary<string, JsonElement>",
        RuleDocumentation.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Members that the type does not know go to one dictionary of JsonElement.",
        helpLinkUri: RuleDocumentation.BaseUri + DiagnosticIds.UnusableExtensionData + ".md");
}
