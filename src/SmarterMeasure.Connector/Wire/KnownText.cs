using System.Globalization;
using System.Text;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// The texts that payloads repeat, as shared strings instead of a new one each time: the contract's event names,
/// section, subscale and score codes, and numbers from 0 to 299.
/// </summary>
internal static class KnownText
{
    private const int LongestNumber = 3;
    private const int RuntimeSharesBelow = 300;

    public static string Get(ReadOnlySpan<byte> utf8) => utf8.Length switch
    {
        0 => "",
        <= LongestNumber => NumberOrNew(utf8),
        4 when utf8.SequenceEqual("true"u8) => "true",
        4 when utf8.SequenceEqual("pass"u8) => "pass",
        4 when utf8.SequenceEqual("fail"u8) => "fail",
        4 when utf8.SequenceEqual("time"u8) => "time",
        4 when utf8.SequenceEqual("Math"u8) => SectionCodes.Math,
        5 when utf8.SequenceEqual("place"u8) => "place",
        5 when utf8.SequenceEqual("aural"u8) => "aural",
        5 when utf8.SequenceEqual("false"u8) => "false",
        6 when utf8.SequenceEqual("points"u8) => "points",
        6 when utf8.SequenceEqual("earned"u8) => ScoreTypes.Earned,
        6 when utf8.SequenceEqual("reason"u8) => "reason",
        6 when utf8.SequenceEqual("skills"u8) => "skills",
        6 when utf8.SequenceEqual("verbal"u8) => "verbal",
        6 when utf8.SequenceEqual("visual"u8) => "visual",
        6 when utf8.SequenceEqual("social"u8) => "social",
        6 when utf8.SequenceEqual("Typing"u8) => SectionCodes.Typing,
        7 when utf8.SequenceEqual("logical"u8) => "logical",
        7 when utf8.SequenceEqual("Reading"u8) => SectionCodes.Reading,
        7 when utf8.SequenceEqual("writing"u8) => SectionCodes.Writing,
        8 when utf8.SequenceEqual("possible"u8) => ScoreTypes.Possible,
        8 when utf8.SequenceEqual("question"u8) => "question",
        8 when utf8.SequenceEqual("physical"u8) => "physical",
        8 when utf8.SequenceEqual("solitary"u8) => "solitary",
        8 when utf8.SequenceEqual("TechComp"u8) => SectionCodes.TechComp,
        9 when utf8.SequenceEqual("resources"u8) => "resources",
        10 when utf8.SequenceEqual("percentage"u8) => "percentage",
        11 when utf8.SequenceEqual("LifeFactors"u8) => SectionCodes.LifeFactors,
        11 when utf8.SequenceEqual("LearnStyles"u8) => SectionCodes.LearnStyles,
        12 when utf8.SequenceEqual("PersonalInfo"u8) => SectionCodes.PersonalInfo,
        13 when utf8.SequenceEqual("TechKnowledge"u8) => SectionCodes.TechKnowledge,
        14 when utf8.SequenceEqual("personalRating"u8) => SectionCodes.PersonalRating,
        18 when utf8.SequenceEqual("assessment.created"u8) => SmarterMeasureEvents.Created,
        18 when utf8.SequenceEqual("assessment.stopped"u8) => SmarterMeasureEvents.Stopped,
        18 when utf8.SequenceEqual("PersonalAttributes"u8) => SectionCodes.PersonalAttributes,
        20 when utf8.SequenceEqual("assessment.completed"u8) => SmarterMeasureEvents.Completed,
        20 when utf8.SequenceEqual("student-svc-interest"u8) => SectionCodes.StudentServicesInterest,
        21 when utf8.SequenceEqual("calculated-percentage"u8) => ScoreTypes.CalculatedPercentage,
        24 when utf8.SequenceEqual("assessment.section-start"u8) => SmarterMeasureEvents.SectionStart,
        27 when utf8.SequenceEqual("assessment.section-complete"u8) => SmarterMeasureEvents.SectionComplete,
        _ => Encoding.UTF8.GetString(utf8),
    };

    // The runtime itself shares the texts of small numbers.
    private static string NumberOrNew(ReadOnlySpan<byte> utf8)
    {
        var number = 0;
        foreach (var digit in utf8)
        {
            if (!char.IsAsciiDigit((char)digit))
                return Encoding.UTF8.GetString(utf8);
            number = (number * 10) + (digit - '0');
        }

        var isPlain = (utf8[0] != '0' || utf8.Length == 1) && number < RuntimeSharesBelow;
        return isPlain ? number.ToString(CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(utf8);
    }
}
