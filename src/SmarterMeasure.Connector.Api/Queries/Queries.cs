namespace SmarterMeasure.Connector.Api;

/// <summary>From when until when. The vendor does not say whether the ends count.</summary>
/// <param name="From">The begin; null for open.</param>
/// <param name="Until">The end; null for open.</param>
public readonly record struct TimeRange(DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Which users to list; what is null does not restrict.</summary>
public sealed record UserQuery
{
    /// <summary>The id of the registration.</summary>
    public string? UserId { get; init; }

    /// <summary>The school's own id.</summary>
    public string? InternalId { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The student's PIN.</summary>
    public string? AccessCode { get; init; }

    /// <summary>The order; its values are not documented.</summary>
    public string? OrderBy { get; init; }

    /// <summary>Whether to leave the custom questions out; the vendor does by default.</summary>
    public bool? ExcludeCustomQuestions { get; init; }

    /// <summary>Keys of test-taker groups; any of them. None may hold a comma.</summary>
    public IReadOnlyList<string> AssessmentKeys { get; init; } = [];

    /// <summary>Keys of administrative groups; any of them. None may hold a comma.</summary>
    public IReadOnlyList<string> AdministrativeGroupKeys { get; init; } = [];

    /// <summary>Nothing of the values, which are personal.</summary>
    public override string ToString() => "UserQuery";
}

/// <summary>Which results to search; what is null does not restrict.</summary>
public abstract record ResultsFilter
{
    /// <summary>Ids of registrations; any of them. None may hold a comma.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>The school's own id.</summary>
    public string? InternalId { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Gender: <c>M</c> or <c>F</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>The user name of the administrative group.</summary>
    public string? AdminGroupUserName { get; init; }

    /// <summary>The user name of the testing group.</summary>
    public string? TestingGroupUserName { get; init; }

    /// <summary>Whether to give the data that the account asks for; the vendor does not by default.</summary>
    public bool? IncludeAccountRequestedData { get; init; }

    /// <summary>When the assessment was started.</summary>
    public TimeRange Started { get; init; }

    /// <summary>When it was last updated.</summary>
    public TimeRange Updated { get; init; }

    /// <summary>When it was completed.</summary>
    public TimeRange Completed { get; init; }

    /// <summary>Nothing of the values, which are personal.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Which results to search at <c>/results</c>.</summary>
public sealed record ResultsQuery : ResultsFilter
{
    /// <summary>The sections to give subscales of, and <c>Demographic</c>.</summary>
    public IReadOnlyList<string> ExtendedData { get; init; } = [];
}

/// <summary>Which results to search at <c>/results/new</c>.</summary>
public sealed record ExpandedResultsQuery : ResultsFilter
{
    /// <summary>Only assessments that are not completed.</summary>
    public bool? IncompleteOnly { get; init; }

    /// <summary>Only completed assessments.</summary>
    public bool? CompleteOnly { get; init; }
}
