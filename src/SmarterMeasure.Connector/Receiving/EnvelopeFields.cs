using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Receiving;

/// <summary>What <see cref="EnvelopeReader"/> has found so far.</summary>
internal struct EnvelopeFields
{
    public string? CallbackId;
    public string? Event;
    public string? UserId;
    public string? SectionCode;
    public DateTimeOffset? DateScored;
    public DateTimeOffset? DateUpdated;
    public DateTimeOffset? DateCreated;

    private static readonly string Completion = SectionCodes.Completion.ToLowerInvariant();

    private Parts _seen;
    private bool _isOversized;
    private bool _isMalformed;

    /// <summary>What may occur only once, because it decides whose event it is.</summary>
    [Flags]
    public enum Parts
    {
        CallbackId = 1,
        Id = 2,
        CallbackEvent = 4,
        Event = 8,
        User = 16,
        UserId = 32,
    }

    /// <summary>Notes a part by the member that was just named.</summary>
    public void See<TReader>(ref TReader reader, Parts part)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if ((_seen & part) != 0)
            throw reader.Error(PayloadError.DuplicateMember);
        _seen |= part;
    }

    /// <summary>Fills a field that a body may give under two names, as long as both say the same.</summary>
    public static void Fill<TReader>(ref TReader reader, ref string? field, string? text)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (field is not null && text is not null && !field.Equals(text, StringComparison.OrdinalIgnoreCase))
            throw reader.Error(PayloadError.DuplicateMember);
        field ??= text;
    }

    /// <summary>
    /// The text; null when it is blank, and with a note when it is too long to be kept or has control characters, which
    /// would act on the terminals and logs that show it.
    /// </summary>
    public string? Kept(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var isOversized = text.Length > EnvelopeReader.LongestField;
        var isMalformed = HasControl(text);
        _isOversized |= isOversized;
        _isMalformed |= isMalformed;
        return isOversized || isMalformed ? null : text;
    }

    /// <summary>Which result the event tells, see <see cref="Envelope.Section"/>.</summary>
    public readonly string? Section() => Event switch
    {
        SmarterMeasureEvents.SectionComplete => SectionCode?.ToLowerInvariant(),
        SmarterMeasureEvents.Completed => Completion,
        _ => null,
    };

    /// <summary>The reason why a well-formed body has no sound envelope; null when it has one.</summary>
    public readonly string? Fault()
    {
        if (_isOversized)
            return EnvelopeReader.OversizedField;
        if (_isMalformed)
            return EnvelopeReader.MalformedField;
        if (CallbackId is null)
            return EnvelopeReader.MissingCallbackId;
        if (Event is null)
            return EnvelopeReader.MissingEvent;
        return UserId is null ? EnvelopeReader.MissingUserId : null;
    }

    /// <summary>The text; null when it is blank or cannot be kept. Nothing depends on it but the search for results.</summary>
    public static string? KeptOrNull(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > EnvelopeReader.LongestField || HasControl(text) ? null : text.Trim();

    private static bool HasControl(string text)
    {
        foreach (var letter in text)
        {
            if (char.IsControl(letter))
                return true;
        }

        return false;
    }
}
