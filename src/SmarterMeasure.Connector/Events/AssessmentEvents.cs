namespace SmarterMeasure.Connector;

/// <summary>Payload of <see cref="SmarterMeasureEvents.Created"/>.</summary>
public sealed record AssessmentCreated
{
    /// <summary>The callback's id: 32 hexadecimal digits. Unique together with the event's name.</summary>
    public required string CallbackId { get; init; }

    /// <summary>The event's name.</summary>
    public required string CallbackEvent { get; init; }

    /// <summary>The student's registration.</summary>
    public required CallbackUser User { get; init; }

    /// <summary>Where the REST API has more.</summary>
    public RestApiUris? RestApiUris { get; init; }
}

/// <summary>Payload of <see cref="SmarterMeasureEvents.Completed"/>. Carries no score.</summary>
public sealed record AssessmentCompleted
{
    /// <inheritdoc cref="AssessmentCreated.CallbackId"/>
    public required string CallbackId { get; init; }

    /// <inheritdoc cref="AssessmentCreated.CallbackEvent"/>
    public required string CallbackEvent { get; init; }

    /// <inheritdoc cref="AssessmentCreated.User"/>
    public required CallbackUser User { get; init; }

    /// <inheritdoc cref="AssessmentCreated.RestApiUris"/>
    public RestApiUris? RestApiUris { get; init; }
}

/// <summary>
/// Payload of <see cref="SmarterMeasureEvents.Stopped"/>. May be followed by further events, and may arrive after
/// completed without undoing it.
/// </summary>
public sealed record AssessmentStopped
{
    /// <inheritdoc cref="AssessmentCreated.CallbackId"/>
    public required string CallbackId { get; init; }

    /// <inheritdoc cref="AssessmentCreated.CallbackEvent"/>
    public required string CallbackEvent { get; init; }

    /// <inheritdoc cref="AssessmentCreated.User"/>
    public required CallbackUser User { get; init; }

    /// <inheritdoc cref="AssessmentCreated.RestApiUris"/>
    public RestApiUris? RestApiUris { get; init; }
}
