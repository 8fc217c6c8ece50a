using System.Xml;
using System.Xml.Serialization;

namespace SmarterMeasure.Connector.Benchmarks.Xml;

/// <summary>The peer: XmlSerializer over a plain XmlReader, which is its fastest way in.</summary>
internal static class XmlPeer
{
    private static readonly XmlSerializer Serializer = new(typeof(XmlCallback));

    public static XmlCallback Read(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body));
        return (XmlCallback)Serializer.Deserialize(reader)!;
    }

    /// <summary>The same facts as our record, so that the peers' results can be compared.</summary>
    public static SectionComplete ToRecord(XmlCallback callback) => new()
    {
        CallbackId = callback.CallbackId,
        CallbackEvent = callback.CallbackEvent,
        User = new CallbackUser
        {
            UserId = callback.User.UserId,
            InternalId = callback.User.InternalId,
            FirstName = callback.User.FirstName,
            LastName = callback.User.LastName,
            Email = callback.User.Email,
            CompletionPercentage = callback.User.CompletionPercentage,
            DateCreated = callback.User.DateCreated,
            DateUpdated = callback.User.DateUpdated,
        },
        Section = new CompletedSection
        {
            Code = callback.Section.Code,
            Completed = callback.Section.Completed,
            DateScored = callback.Section.DateScored,
            Results = new SectionResults
            {
                Readiness = callback.Section.Results.Readiness,
                Scores = Scores(callback.Section.Results.Scores),
                Subscales = [.. callback.Section.Results.Subscales
                    .Select(static one => new Subscale { Code = one.Code, Scores = Scores(one.Scores) })],
            },
        },
        RestApiUris = new RestApiUris
        {
            Version = callback.RestApiUris.Version,
            User = callback.RestApiUris.User,
            ReportLink = callback.RestApiUris.ReportLink,
        },
    };

    private static List<Score> Scores(List<XmlScore> scores) =>
        [.. scores.Select(static one => new Score { Type = one.Type, Units = one.Units, Value = one.Value })];
}
