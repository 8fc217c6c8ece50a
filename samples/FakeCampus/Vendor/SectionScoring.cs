using System.Globalization;

namespace FakeCampus.Vendor;

/// <summary>
/// Invents the scoring of a section. Only the figures of Life Factors and Learning Styles are published by the vendor;
/// the other sections are invented in the same shape and with the differences that its API shows.
/// </summary>
internal static class SectionScoring
{
    public static SectionOutcome Score(string section, DateTimeOffset dateScored, Random random) => section switch
    {
        "LifeFactors" => Summed(dateScored, random, 20, "place", "reason", "resources", "skills", "time"),
        "LearnStyles" => Styles(dateScored, random),
        "PersonalAttributes" => Summed(dateScored, random, 16,
            "procrastination", "time-management", "persistence", "help-seeking", "academic", "locus-of-control"),
        "TechComp" => Plain(dateScored, random, 12, subscales: []),
        "TechKnowledge" => Plain(dateScored, random, 21, subscales: null),
        "Reading" => Reading(dateScored, random),
        "Typing" => Typing(dateScored, random),
        "Math" => Plain(dateScored, random, 30, subscales: null),
        _ => Plain(dateScored, random, 10, subscales: null),
    };

    private static SectionOutcome Summed(DateTimeOffset at, Random random, int each, params string[] codes)
    {
        var earned = codes.Select(_ => random.Next(each / 4, each + 1)).ToArray();
        var total = Points(each * codes.Length, earned.Sum());
        return new SectionOutcome(at, Readiness(total), total,
            [.. codes.Zip(earned, (code, points) => new Subscale(code, Points(each, points)))]);
    }

    // A style profile says what a student prefers, not how ready he is: readiness is missing, empty or nonsense.
    private static SectionOutcome Styles(DateTimeOffset at, Random random)
    {
        var outcome = Summed(at, random, 9, "verbal", "visual", "aural", "logical", "physical", "social", "solitary");
        string?[] readiness = [null, "", "fail"];
        return outcome with { Readiness = readiness[random.Next(readiness.Length)] };
    }

    private static SectionOutcome Plain(DateTimeOffset at, Random random, int possible, IReadOnlyList<Subscale>? subscales)
    {
        var scores = Points(possible, random.Next(possible / 4, possible + 1));
        return new SectionOutcome(at, Readiness(scores), scores, subscales);
    }

    private static SectionOutcome Reading(DateTimeOffset at, Random random)
    {
        var questions = Points(10, random.Next(2, 11));
        return new SectionOutcome(at, Readiness(questions),
            [new Score("wpm", "words-per-minute", Text(random.Next(90, 420))), .. questions], Subscales: null);
    }

    // Two figures and no percentage of anything: accuracy is not a score.
    private static SectionOutcome Typing(DateTimeOffset at, Random random)
    {
        var wordsPerMinute = random.Next(8, 95);
        return new SectionOutcome(at, wordsPerMinute >= 25 ? "pass" : "fail",
            [
                new Score("wpm", "words-per-minute", Text(wordsPerMinute)),
                new Score("accuracy", "percentage", Text(random.Next(60, 101))),
            ],
            Subscales: null);
    }

    private static Score[] Points(int possible, int earned) =>
    [
        new("possible", "points", Text(possible)),
        new("earned", "points", Text(earned)),
        new("calculated-percentage", "percentage", Text(Math.Round(100m * earned / possible, 2))),
    ];

    private static string Readiness(IReadOnlyList<Score> scores) =>
        decimal.Parse(scores[^1].Value, CultureInfo.InvariantCulture) switch
        {
            >= 70 => "pass",
            >= 50 => "question",
            _ => "fail",
        };

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
