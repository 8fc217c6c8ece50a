using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

/// <summary>A reader of the section-complete event, of the form that generated readers have.</summary>
internal static class CallbackReading
{
    public static SectionComplete Read(PayloadFormat format, ReadOnlySpan<byte> body)
    {
        if (format == PayloadFormat.Json)
        {
            var json = new JsonPayloadReader(body);
            return ReadAll(ref json);
        }

        var xml = new XmlPayloadReader(body);
        return ReadAll(ref xml);
    }

    private static SectionComplete ReadAll<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        string? id = null, name = null;
        CallbackUser? user = null;
        CompletedSection? section = null;
        if (!reader.BeginObject())
            throw reader.Error(PayloadError.MissingMember);
        while (reader.NextMember(out var member))
        {
            if (member.SequenceEqual("callback_id"u8) || member.SequenceEqual("id"u8))
                id = PayloadValue.Text(ref reader);
            else if (member.SequenceEqual("callback_event"u8) || member.SequenceEqual("event"u8))
                name = PayloadValue.Text(ref reader);
            else if (member.SequenceEqual("user"u8))
                user = ReadUser(ref reader);
            else if (member.SequenceEqual("section"u8))
                section = ReadSection(ref reader);
            else
                reader.Skip();
        }

        var callback = new SectionComplete
        {
            CallbackId = id ?? throw reader.Error(PayloadError.MissingMember, "callback_id"),
            CallbackEvent = name ?? throw reader.Error(PayloadError.MissingMember, "callback_event"),
            User = user ?? throw reader.Error(PayloadError.MissingMember, "user"),
            Section = section ?? throw reader.Error(PayloadError.MissingMember, "section"),
        };
        reader.End();
        return callback;
    }

    private static CallbackUser? ReadUser<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.BeginObject())
            return null;

        string? id = null;
        var user = new CallbackUser { UserId = "" };
        while (reader.NextMember(out var member))
        {
            if (member.SequenceEqual("user_id"u8))
                id = PayloadValue.Text(ref reader);
            else if (member.SequenceEqual("internal_id"u8))
                user = user with { InternalId = PayloadValue.TextOrNull(ref reader) };
            else if (member.SequenceEqual("first_name"u8))
                user = user with { FirstName = PayloadValue.TextOrNull(ref reader) };
            else if (member.SequenceEqual("completion_percentage"u8))
                user = user with { CompletionPercentage = PayloadValue.Number<TReader, decimal>(ref reader) };
            else if (member.SequenceEqual("date_updated"u8))
                user = user with { DateUpdated = PayloadValue.DateTimeOffset(ref reader) };
            else if (member.SequenceEqual("metadata"u8))
                user = user with { Metadata = reader.ReadRaw() };
            else
                reader.Skip();
        }

        return user with { UserId = id ?? throw reader.Error(PayloadError.MissingMember, "user_id") };
    }

    private static CompletedSection? ReadSection<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.BeginObject())
            return null;

        var section = new CompletedSection { Code = "" };
        while (reader.NextMember(out var member))
        {
            if (member.SequenceEqual("code"u8))
                section = section with { Code = PayloadValue.Text(ref reader) ?? throw reader.Error(PayloadError.MissingMember) };
            else if (member.SequenceEqual("completed"u8))
                section = section with { Completed = PayloadValue.Boolean(ref reader) };
            else if (member.SequenceEqual("date_scored"u8))
                section = section with { DateScored = PayloadValue.DateTimeOffset(ref reader) };
            else if (member.SequenceEqual("results"u8))
                section = section with { Results = ReadResults(ref reader) };
            else
                reader.Skip();
        }

        return section;
    }

    private static SectionResults? ReadResults<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        if (!reader.BeginObject())
            return null;

        var results = new SectionResults();
        while (reader.NextMember(out var member))
        {
            if (member.SequenceEqual("readiness"u8))
            {
                results = results with { Readiness = PayloadValue.TextOrNull(ref reader) };
            }
            else if (member.SequenceEqual("scores"u8))
            {
                results = results with { Scores = ReadScores(ref reader) };
            }
            else if (member.SequenceEqual("subscales"u8))
            {
                var items = new List<Subscale>();
                var shape = reader.BeginList();
                while (reader.NextItem(ref shape))
                    items.Add(ReadSubscale(ref reader));
                results = results with { Subscales = items };
            }
            else
            {
                reader.Skip();
            }
        }

        return results;
    }

    private static Subscale ReadSubscale<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        string? code = null;
        var scores = new List<Score>();
        if (!reader.BeginObject())
            throw reader.Error(PayloadError.MissingMember);
        while (reader.NextMember(out var member))
        {
            if (member.SequenceEqual("code"u8))
                code = PayloadValue.Text(ref reader);
            else if (member.SequenceEqual("scores"u8))
                scores.AddRange(ReadScores(ref reader));
            else if (member.SequenceEqual("score"u8))
                scores.Add(ReadScore(ref reader));
            else
                reader.Skip();
        }

        return new Subscale { Code = code ?? throw reader.Error(PayloadError.MissingMember, "code"), Scores = scores };
    }

    private static List<Score> ReadScores<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var items = new List<Score>();
        var shape = reader.BeginList();
        while (reader.NextItem(ref shape))
            items.Add(ReadScore(ref reader));
        return items;
    }

    private static Score ReadScore<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var score = new Score { Type = "" };
        if (!reader.BeginObject())
            throw reader.Error(PayloadError.MissingMember);
        while (reader.NextMember(out var member))
        {
            if (member.SequenceEqual("type"u8))
                score = score with { Type = PayloadValue.Text(ref reader) ?? throw reader.Error(PayloadError.MissingMember) };
            else if (member.SequenceEqual("units"u8))
                score = score with { Units = PayloadValue.TextOrNull(ref reader) };
            else if (member.SequenceEqual("value"u8))
                score = score with { Value = PayloadValue.Number<TReader, decimal>(ref reader) };
            else
                reader.Skip();
        }

        return score;
    }
}
