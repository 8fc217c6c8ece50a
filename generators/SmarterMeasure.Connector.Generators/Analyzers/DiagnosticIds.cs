namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>
/// The number of every rule, and what it means. A number is never given to another rule; a rule that goes leaves a gap.
/// </summary>
internal static class DiagnosticIds
{
    // The event's name.
    public const string BlankEventName = "SMC0001";
    public const string MisspeltEventName = "SMC0002";
    public const string EventNameHasConstant = "SMC0003";
    public const string UndocumentedEventName = "SMC0004";
    public const string RepeatedEvent = "SMC0005";

    // The place of the handler.
    public const string UnreachableHandler = "SMC0006";
    public const string GenericHandler = "SMC0007";
    public const string HandlerWithoutInstance = "SMC0008";
    public const string NoPublicConstructor = "SMC0009";
    public const string AttributeWithoutEffect = "SMC0010";

    // The signature.
    public const string SeveralPayloads = "SMC0011";
    public const string UnsupportedParameter = "SMC0012";
    public const string UnsupportedReturnType = "SMC0013";
    public const string AsyncVoidHandler = "SMC0014";
    public const string ServiceInsteadOfPayload = "SMC0015";
    public const string MissingCancellationToken = "SMC0016";

    // The payload.
    public const string UnsupportedMember = "SMC0017";
    public const string PayloadWithoutConstructor = "SMC0018";
    public const string RequiredMemberNeverRead = "SMC0019";
    public const string AmbiguousWireName = "SMC0020";
    public const string ConverterReadsOnlyJson = "SMC0021";
    public const string PayloadOfAnotherEvent = "SMC0022";

    // The application.
    public const string HandlersNotRegistered = "SMC0023";

    // The payload again.
    public const string AmbiguousEnumText = "SMC0024";
    public const string UnusableConverter = "SMC0025";
    public const string UnusableExtensionData = "SMC0026";

    // Suppressions of other people's rules.
    public const string MakeStaticSuppression = "SMCS0001";
    public const string UnusedParameterSuppression = "SMCS0002";
    public const string LegacyUnusedParameterSuppression = "SMCS0003";
    public const string NeverInstantiatedSuppression = "SMCS0004";
}
