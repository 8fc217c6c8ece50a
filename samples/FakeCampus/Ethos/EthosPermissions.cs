namespace FakeCampus.Ethos;

/// <summary>What an API key may do; each missing one is a 403 on its routes.</summary>
[Flags]
public enum EthosPermissions
{
    None = 0,
    ViewPersons = 1,
    ViewAssessments = 2,

    /// <summary>VIEW.STUDENT.TEST.SCORES.</summary>
    ViewTestScores = 4,

    /// <summary>UPDATE.STUDENT.TEST.SCORES; lets one read as well.</summary>
    UpdateTestScores = 8,

    All = ViewPersons | ViewAssessments | ViewTestScores | UpdateTestScores,
}
