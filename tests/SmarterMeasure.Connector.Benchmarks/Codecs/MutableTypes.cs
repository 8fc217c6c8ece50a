namespace SmarterMeasure.Connector.Benchmarks.Codecs;

/// <summary>
/// The same facts in the shape that System.Text.Json reads fastest: settable properties and no constructor. Our records are
/// immutable, which makes that peer collect constructor arguments first; this tells how much of its time that is.
/// </summary>
internal sealed class MutableCallback
{
    public string? CallbackId { get; set; }
    public string? CallbackEvent { get; set; }
    public MutableUser? User { get; set; }
    public MutableSection? Section { get; set; }
    public MutableUris? RestApiUris { get; set; }
}

internal sealed class MutableUser
{
    public string? UserId { get; set; }
    public string? InternalId { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Email { get; set; }
    public string? AssessmentPin { get; set; }
    public decimal? CompletionPercentage { get; set; }
    public DateTimeOffset? DateCreated { get; set; }
    public DateTimeOffset? DateUpdated { get; set; }
    public string? Metadata { get; set; }
}

internal sealed class MutableSection
{
    public string? Code { get; set; }
    public bool? Completed { get; set; }
    public DateTimeOffset? DateScored { get; set; }
    public MutableResults? Results { get; set; }
}

internal sealed class MutableResults
{
    public string? Readiness { get; set; }
    public List<MutableScore>? Scores { get; set; }
    public List<MutableSubscale>? Subscales { get; set; }
}

internal sealed class MutableSubscale
{
    public string? Code { get; set; }
    public List<MutableScore>? Scores { get; set; }
}

internal sealed class MutableScore
{
    public string? Type { get; set; }
    public string? Units { get; set; }
    public decimal? Value { get; set; }
}

internal sealed class MutableUris
{
    public string? Version { get; set; }
    public string? User { get; set; }
    public string? UserResults { get; set; }
    public string? ReportLink { get; set; }
}
