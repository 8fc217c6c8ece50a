namespace SmarterMeasure.Connector.Wire;

/// <summary>The two formats in which the vendor sends an event, told apart by the body's first non-blank byte.</summary>
public enum PayloadFormat
{
    /// <summary>Neither: the body is empty or starts with something else.</summary>
    Unknown,

    /// <summary>JSON in UTF-8.</summary>
    Json,

    /// <summary>XML in UTF-8.</summary>
    Xml,
}
