namespace FakeCampus.OneRoster;

/// <summary>The scopes that the routes ask for.</summary>
public static class OneRosterScopes
{
    public const string RosterCoreRead = Base + "roster-core.readonly";
    public const string RosterRead = Base + "roster.readonly";
    public const string AssessmentRead = Base + "assessment.readonly";
    public const string AssessmentPut = Base + "assessment.createput";

    private const string Base = "https://purl.imsglobal.org/spec/or/v1p2/scope/";

    /// <summary>Every scope that a route here asks for.</summary>
    public static IReadOnlyList<string> All { get; } = [RosterCoreRead, RosterRead, AssessmentRead, AssessmentPut];
}
