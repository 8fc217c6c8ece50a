namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>Users that were found.</summary>
internal sealed record OneRosterUsers
{
    /// <summary>The users.</summary>
    public required IReadOnlyList<OneRosterUser> Users { get; init; }
}

/// <summary>What is read of a user, to recognise it. Holds personal data.</summary>
internal sealed record OneRosterUser
{
    /// <summary>The id that references use.</summary>
    public required string SourcedId { get; init; }

    /// <summary>"active" or "tobedeleted".</summary>
    public string? Status { get; init; }

    /// <summary>The number by which the school knows the user, in its legacy place.</summary>
    public string? Identifier { get; init; }

    /// <summary>The numbers by which systems know the user, in the place that OneRoster 1.2 prefers.</summary>
    public IReadOnlyList<OneRosterUserId>? UserIds { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(OneRosterUser);
}

/// <summary>A number of a user in some system. Personal.</summary>
internal sealed record OneRosterUserId(string? Identifier)
{
    /// <summary>Says nothing personal.</summary>
    public override string ToString() => nameof(OneRosterUserId);
}

/// <summary>The envelope of a line item that is read.</summary>
internal sealed record OneRosterLineItemAnswer
{
    /// <summary>The line item.</summary>
    public required OneRosterLineItemFacts AssessmentLineItem { get; init; }
}

/// <summary>What is read of a line item, to know whether a result can stand there.</summary>
internal sealed record OneRosterLineItemFacts
{
    /// <summary>"active" or "tobedeleted".</summary>
    public string? Status { get; init; }

    /// <summary>The lowest score; null where it does not say.</summary>
    public decimal? ResultValueMin { get; init; }

    /// <summary>The highest score; null where it does not say.</summary>
    public decimal? ResultValueMax { get; init; }

    /// <summary>The scale whose words are scores; null for numbers.</summary>
    public OneRosterId? ScoreScale { get; init; }
}

/// <summary>The envelope of a result that is read.</summary>
internal sealed record OneRosterResultAnswer
{
    /// <summary>The result.</summary>
    public required OneRosterStoredResult AssessmentResult { get; init; }
}

/// <summary>Results that are listed.</summary>
internal sealed record OneRosterResultsAnswer
{
    /// <summary>The results.</summary>
    public required IReadOnlyList<OneRosterStoredResult> AssessmentResults { get; init; }
}

/// <summary>What is read of a result that stands.</summary>
internal sealed record OneRosterStoredResult
{
    /// <summary>Its id.</summary>
    public required string SourcedId { get; init; }

    /// <summary>"active" or "tobedeleted".</summary>
    public string? Status { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset? DateLastModified { get; init; }

    /// <summary>Where it stands.</summary>
    public OneRosterId? AssessmentLineItem { get; init; }

    /// <summary>Whose it is.</summary>
    public OneRosterId? Student { get; init; }

    /// <summary>The score.</summary>
    public decimal? Score { get; init; }
}

/// <summary>A reference that is read.</summary>
internal sealed record OneRosterId(string? SourcedId);
