using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Receiving;

/// <summary>
/// Finds a body's envelope in one forward pass, without deserializing it. The rest is passed over, which still checks
/// that the whole body is well-formed.
/// </summary>
/// <remarks>
/// Reasons are one of the codes below or, of an unreadable body, the text of its <see cref="PayloadException"/>. What
/// was found before the fault is kept.
/// </remarks>
public static class EnvelopeReader
{
    /// <summary>Reason: the body is empty or blank.</summary>
    public const string Empty = "empty";

    /// <summary>Reason: the body starts like neither JSON nor XML.</summary>
    public const string UnknownFormat = "unknown_format";

    /// <summary>Reason: there is no callback id, or a blank one.</summary>
    public const string MissingCallbackId = "missing_callback_id";

    /// <summary>Reason: there is no event name, or a blank one.</summary>
    public const string MissingEvent = "missing_event";

    /// <summary>Reason: there is no user id, or a blank one.</summary>
    public const string MissingUserId = "missing_user_id";

    /// <summary>Reason: callback id, event or user id is longer than <see cref="LongestField"/>; it is left out.</summary>
    public const string OversizedField = "oversized_field";

    /// <summary>Reason: callback id, event or user id has a control character; it is left out.</summary>
    public const string MalformedField = "malformed_field";

    /// <summary>How many characters callback id, event and user id may have.</summary>
    public const int LongestField = 128;

    /// <summary>Reads the envelope. Never throws: what is unreadable gets a <see cref="Envelope.QuarantineReason"/>.</summary>
    public static Envelope Read(ReadOnlySpan<byte> body)
    {
        var fields = default(EnvelopeFields);
        var format = FormatOf(body, out var reason);
        try
        {
            if (format == PayloadFormat.Json)
            {
                var reader = new JsonPayloadReader(body);
                ReadRoot(ref reader, ref fields);
            }
            else if (format == PayloadFormat.Xml)
            {
                var reader = new XmlPayloadReader(body);
                ReadRoot(ref reader, ref fields);
            }
        }
        catch (PayloadException fault)
        {
            reason = fault.Message;
        }

        return new Envelope
        {
            CallbackId = fields.CallbackId,
            Event = fields.Event,
            UserId = fields.UserId,
            Format = format,
            OccurredAt = fields.DateScored ?? fields.DateUpdated ?? fields.DateCreated,
            Section = fields.Section(),
            QuarantineReason = reason ?? fields.Fault(),
        };
    }

    private static PayloadFormat FormatOf(ReadOnlySpan<byte> body, out string? reason)
    {
        var content = body[Utf8Check.BomLength(body)..].TrimStart(" \t\r\n"u8);
        var format = content.IsEmpty ? PayloadFormat.Unknown : content[0] switch
        {
            (byte)'{' or (byte)'[' => PayloadFormat.Json,
            (byte)'<' => PayloadFormat.Xml,
            _ => PayloadFormat.Unknown,
        };
        reason = content.IsEmpty ? Empty : format == PayloadFormat.Unknown ? UnknownFormat : null;
        return format;
    }

    private static void ReadRoot<TReader>(ref TReader reader, ref EnvelopeFields fields)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.BeginObject())
            throw reader.Error(PayloadError.WrongType);

        var isXml = reader.Format == PayloadFormat.Xml;
        while (reader.NextMember(out var name))
        {
            // The vendor's prose says "event", its JSON samples "callback_event", its XML has attributes "id" and "event".
            if (name.SequenceEqual("callback_id"u8))
                ReadId(ref reader, ref fields, EnvelopeFields.Parts.CallbackId);
            else if (isXml && name.SequenceEqual("id"u8))
                ReadId(ref reader, ref fields, EnvelopeFields.Parts.Id);
            else if (name.SequenceEqual("callback_event"u8))
                ReadEvent(ref reader, ref fields, EnvelopeFields.Parts.CallbackEvent);
            else if (name.SequenceEqual("event"u8))
                ReadEvent(ref reader, ref fields, EnvelopeFields.Parts.Event);
            else if (name.SequenceEqual("user"u8))
                ReadUser(ref reader, ref fields);
            else if (name.SequenceEqual("section"u8))
                ReadSection(ref reader, ref fields);
            else
                reader.Skip();
        }

        reader.End();
    }

    private static void ReadId<TReader>(ref TReader reader, ref EnvelopeFields fields, EnvelopeFields.Parts part)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        fields.See(ref reader, part);
        EnvelopeFields.Fill(ref reader, ref fields.CallbackId, fields.Kept(PayloadValue.TextOrNull(ref reader)));
    }

    private static void ReadEvent<TReader>(ref TReader reader, ref EnvelopeFields fields, EnvelopeFields.Parts part)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        fields.See(ref reader, part);
        EnvelopeFields.Fill(ref reader, ref fields.Event, fields.Kept(EventName(ref reader)));
    }

    private static void ReadUser<TReader>(ref TReader reader, ref EnvelopeFields fields)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        fields.See(ref reader, EnvelopeFields.Parts.User);
        if (!reader.BeginObject())
            return;

        while (reader.NextMember(out var name))
        {
            if (name.SequenceEqual("user_id"u8))
            {
                fields.See(ref reader, EnvelopeFields.Parts.UserId);
                fields.UserId = fields.Kept(PayloadValue.TextOrNull(ref reader));
            }
            else if (name.SequenceEqual("date_updated"u8))
            {
                fields.DateUpdated = ReadTime(ref reader);
            }
            else if (name.SequenceEqual("date_created"u8))
            {
                fields.DateCreated = ReadTime(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadSection<TReader>(ref TReader reader, ref EnvelopeFields fields)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.BeginObject())
            return;

        while (reader.NextMember(out var name))
        {
            if (name.SequenceEqual("code"u8))
                fields.SectionCode = EnvelopeFields.KeptOrNull(PayloadValue.TextOrNull(ref reader));
            else if (name.SequenceEqual("date_scored"u8))
                fields.DateScored = ReadTime(ref reader);
            else
                reader.Skip();
        }
    }

    private static string? EventName<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct =>
        reader.ReadScalar(out var text) ? KnownText.Get(text.Trim(" \t\r\n"u8)).ToLowerInvariant() : null;

    private static DateTimeOffset? ReadTime<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct =>
        reader.ReadScalar(out var text) && PayloadTime.TryParse(text, out var time) ? time : null;
}
