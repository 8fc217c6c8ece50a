using System.Text;

namespace FakeCampus.Vendor;

/// <summary>What can arrive at a public address besides proper events.</summary>
public enum BadEvent
{
    /// <summary>A forged result under a wrong key.</summary>
    WrongKey,

    /// <summary>A forged result without a key.</summary>
    MissingKey,

    /// <summary>A forged result with the placeholder that should have been replaced by the key.</summary>
    UnreplacedKeyToken,

    /// <summary>The right key, and the first half of a body.</summary>
    HalfDocument,

    /// <summary>The right key, and an event that nobody knows yet.</summary>
    UnknownEvent,

    /// <summary>The right key, and XML whose entities grow to gigabytes.</summary>
    XmlBomb,

    /// <summary>The right key, and nothing.</summary>
    EmptyBody,
}

/// <summary>Makes the bodies of bad events. Each is new by its id, and none may change anything at the target.</summary>
internal static class BadEvents
{
    public static (AssessmentEvent Event, byte[] Body, BodyFormat Format) Make(
        BadEvent kind, Student student, Random random, Func<string, BodyFormat> formatOf)
    {
        var forged = Forge(student, random);
        if (kind == BadEvent.UnknownEvent)
            forged = forged with { Event = "assessment.archived" };

        var format = kind == BadEvent.XmlBomb ? BodyFormat.Xml : formatOf(forged.Event);
        var body = format == BodyFormat.Json ? VendorJson.Write(forged) : VendorXml.Write(forged);
        return (forged, kind switch
        {
            BadEvent.HalfDocument => body[..(body.Length / 2)],
            BadEvent.XmlBomb => Bomb(forged),
            BadEvent.EmptyBody => [],
            _ => body,
        }, format);
    }

    // The newest and best result ever: if it gets through, it shows.
    private static AssessmentEvent Forge(Student student, Random random)
    {
        var at = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(100_000));
        Span<byte> id = stackalloc byte[16];
        random.NextBytes(id);
        return new AssessmentEvent(
            Convert.ToHexStringLower(id), EventNames.SectionComplete, student, at.AddHours(-1), at, 100)
        {
            Section = "LifeFactors",
            Outcome = new SectionOutcome(at, "pass",
                [
                    new Score("possible", "points", "100"),
                    new Score("earned", "points", "100"),
                    new Score("calculated-percentage", "percentage", "100"),
                ],
                []),
        };
    }

    private static byte[] Bomb(AssessmentEvent forged)
    {
        var entities = new StringBuilder("<!ENTITY e0 \"boom\">");
        for (var i = 1; i <= 12; i++)
        {
            var previous = string.Concat(Enumerable.Repeat($"&e{i - 1};", 10));
            entities.Append(System.Globalization.CultureInfo.InvariantCulture, $"<!ENTITY e{i} \"{previous}\">");
        }

        return Encoding.UTF8.GetBytes(
            $"""
             <?xml version="1.0" encoding="UTF-8"?>
             <!DOCTYPE callback [{entities}]>
             <callback id="{forged.CallbackId}" event="{forged.Event}"><user><user_id>{forged.Student.UserId}</user_id><internal_id>&e12;</internal_id></user></callback>
             """);
    }
}
