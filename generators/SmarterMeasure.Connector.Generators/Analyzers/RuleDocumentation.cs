namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>What the rules have in common.</summary>
internal static class RuleDocumentation
{
    public const string Category = "SmarterMeasure.Connector";

    /// <summary>Where the page of each rule is, named by its number.</summary>
    public const string BaseUri =
        "https://github.com/smartermeasure-connector/smartermeasure-connector/blob/main/docs/diagnostics/";
}
