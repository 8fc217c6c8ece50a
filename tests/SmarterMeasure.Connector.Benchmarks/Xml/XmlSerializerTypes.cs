using System.Xml.Serialization;

namespace SmarterMeasure.Connector.Benchmarks.Xml;

/// <summary>The vendor's XML as XmlSerializer wants it described: public, mutable, annotated. For that peer alone.</summary>
[XmlRoot("callback")]
public sealed class XmlCallback
{
    [XmlAttribute("id")] public string CallbackId { get; set; } = "";
    [XmlAttribute("event")] public string CallbackEvent { get; set; } = "";
    [XmlElement("user")] public XmlUser User { get; set; } = new();
    [XmlElement("section")] public XmlSection Section { get; set; } = new();
    [XmlElement("rest_api_uris")] public XmlUris RestApiUris { get; set; } = new();
}

public sealed class XmlUser
{
    [XmlElement("user_id")] public string UserId { get; set; } = "";
    [XmlElement("internal_id")] public string? InternalId { get; set; }
    [XmlElement("first_name")] public string? FirstName { get; set; }
    [XmlElement("last_name")] public string? LastName { get; set; }
    [XmlElement("email")] public string? Email { get; set; }
    [XmlElement("completion_percentage")] public decimal CompletionPercentage { get; set; }
    [XmlElement("date_created")] public DateTime DateCreated { get; set; }
    [XmlElement("date_updated")] public DateTime DateUpdated { get; set; }
    [XmlElement("metadata")] public string? Metadata { get; set; }
}

public sealed class XmlSection
{
    [XmlElement("code")] public string Code { get; set; } = "";
    [XmlElement("completed")] public bool Completed { get; set; }
    [XmlElement("date_scored")] public DateTime DateScored { get; set; }
    [XmlElement("results")] public XmlResults Results { get; set; } = new();
}

public sealed class XmlResults
{
    [XmlElement("readiness")] public string? Readiness { get; set; }

    [XmlArray("scores"), XmlArrayItem("score")]
    public List<XmlScore> Scores { get; } = [];

    [XmlArray("subscales"), XmlArrayItem("subscale")]
    public List<XmlSubscale> Subscales { get; } = [];
}

public sealed class XmlSubscale
{
    [XmlAttribute("code")] public string Code { get; set; } = "";
    [XmlElement("score")] public List<XmlScore> Scores { get; } = [];
}

public sealed class XmlScore
{
    [XmlElement("value")] public decimal Value { get; set; }
    [XmlElement("units")] public string? Units { get; set; }
    [XmlElement("type")] public string Type { get; set; } = "";
}

public sealed class XmlUris
{
    [XmlAttribute("version")] public string? Version { get; set; }
    [XmlElement("user")] public string? User { get; set; }
    [XmlElement("report_link")] public string? ReportLink { get; set; }
}
