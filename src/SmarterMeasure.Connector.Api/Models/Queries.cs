namespace SmarterMeasure.Connector.Api;

/// <summary>Which registrations to list; what is null does not narrow the choice.</summary>
public sealed record UserQuery
{
    /// <summary>The registration's id.</summary>
    public string? UserId { get; init; }

    /// <summary>The school's own id.</summary>
    public string? InternalId { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The student's PIN, a credential.</summary>
    public string? AccessCode { get; init; }

    /// <summary>The order, in words that are not documented.</summary>
    public string? OrderBy { get; init; }

    /// <summary>Whether to leave the custom questions out; null for the API's own choice, which is to do so.</summary>
    public bool? ExcludeCustomQuestions { get; init; }

    /// <summary>Of one of these test takers' groups.</summary>
    public IReadOnlyList<string>? AssessmentKeys { get; init; }

    /// <summary>Of one of these administrative groups.</summary>
    public IReadOnlyList<string>? AdministrativeGroupKeys { get; init; }

    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(UserQuery);
}

/// <summary>Which results to search, for <c>/results/new</c>; what is null does not narrow the choice.</summary>
public record ExpandedResultsQuery
{
    /// <summary>Of these registrations.</summary>
    public IReadOnlyList<string>? UserIds { get; init; }

    /// <summary>The school's own id.</summary>
    public string? InternalId { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>E-mail address.</summary>
    public string? EmailAddress { get; init; }

    /// <summary>Gender.</summary>
    public string? Gender { get; init; }

    /// <summary>The user name of an administrative group.</summary>
    public string? AdminGroupUserName { get; init; }

    /// <summary>The user name of a testing group.</summary>
    public string? TestingGroupUserName { get; init; }

    /// <summary>Whether to include data that the account asked for; its shape is not documented.</summary>
    public bool? IncludeAccountRequestedData { get; init; }

    /// <summary>Started at or after this time.</summary>
    public DateTimeOffset? StartedFrom { get; init; }

    /// <summary>Started at or before this time.</summary>
    public DateTimeOffset? StartedTo { get; init; }

    /// <summary>Updated at or after this time.</summary>
    public DateTimeOffset? UpdatedFrom { get; init; }

    /// <summary>Updated at or before this time.</summary>
    public DateTimeOffset? UpdatedTo { get; init; }

    /// <summary>Completed at or after this time.</summary>
    public DateTimeOffset? CompletedFrom { get; init; }

    /// <summary>Completed at or before this time.</summary>
    public DateTimeOffset? CompletedTo { get; init; }

    /// <summary>Only incomplete ones. <c>/results/new</c> alone knows this.</summary>
    public bool? IncompleteOnly { get; init; }

    /// <summary>Only complete ones. <c>/results/new</c> alone knows this.</summary>
    public bool? CompleteOnly { get; init; }

    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(ExpandedResultsQuery);
}

/// <summary>Which results to search, for <c>/results</c>; what is null does not narrow the choice.</summary>
public sealed record ResultsQuery : ExpandedResultsQuery
{
    /// <summary>
    /// The codes whose parts to include: <c>LifeFactors</c>, <c>LearnStyles</c>, <c>PersonalAttributes</c>, <c>TechComp</c>,
    /// <c>TechKnowledge</c>, <c>Demographic</c>.
    /// </summary>
    public IReadOnlyList<string>? ExtendedData { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(ResultsQuery);
}
