using FakeCampus.Vendor;

namespace FakeCampus.VendorApi;

/// <summary>The latest scoring of one section.</summary>
/// <param name="Code">The section.</param>
/// <param name="Attempt">How many times it was scored, from 1.</param>
/// <param name="Outcome">What the last webhook of it said.</param>
internal sealed record SectionResult(string Code, int Attempt, SectionOutcome Outcome)
{
    private static readonly (string Code, string Title, string Version)[] s_known =
    [
        ("LifeFactors", "Life Factors", "31"),
        ("LearnStyles", "Learning Styles", "32"),
        ("PersonalAttributes", "Personal Attributes", "33"),
        ("TechComp", "Technical Competency", "34"),
        ("TechKnowledge", "Technical Knowledge", "35"),
        ("Reading", "Reading Rate & Recall", "36"),
        ("Typing", "Typing Speed & Accuracy", "37"),
        ("Math", "Math", "38"),
        ("PersonalInfo", "Personal Information", "39"),
        ("personalRating", "Personal Rating", "40"),
        ("student-svc-interest", "Student Services Interest", "41"),
        ("writing", "Writing", "42"),
    ];

    /// <summary>The sections that a summary always lists, assigned or not.</summary>
    public static IReadOnlyList<string> Core { get; } = [.. s_known.Take(7).Select(one => one.Code)];

    public string Title => TitleOf(Code);

    public string Version => s_known.FirstOrDefault(one => one.Code == Code).Version ?? "99";

    /// <summary>The styles with the most points, in the order of the subscales; null for any other section.</summary>
    public string? Primary
    {
        get
        {
            if (Code != "LearnStyles" || Outcome.Subscales is not { Count: > 0 } styles)
                return null;

            var most = styles.Max(Earned);
            return string.Join(", ", styles.Where(style => Earned(style) == most).Select(style => Capital(style.Code)));
        }
    }

    public string? Percent => Figure("calculated-percentage");

    public string? Figure(string type) => Figure(Outcome.Scores, type);

    public static string TitleOf(string code) => s_known.FirstOrDefault(one => one.Code == code).Title ?? code;

    public static bool IsKnown(string code) => s_known.Any(one => one.Code == code);

    public static string? Figure(IReadOnlyList<Score> scores, string type) =>
        scores.FirstOrDefault(score => score.Type == type)?.Value;

    /// <summary>A subscale's title, such as "Time Management" of <c>time-management</c>.</summary>
    public static string Capital(string code) =>
        string.Join(' ', code.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The sections scored in these events, by code.</summary>
    public static IReadOnlyDictionary<string, SectionResult> Of(IEnumerable<AssessmentEvent> events)
    {
        Dictionary<string, SectionResult> results = new(StringComparer.Ordinal);
        foreach (var one in events)
        {
            if (one is { Section: { } code, Outcome: { } outcome })
                results[code] = new SectionResult(code, results.GetValueOrDefault(code)?.Attempt + 1 ?? 1, outcome);
        }

        return results;
    }

    private static decimal Earned(Subscale style) =>
        decimal.Parse(Figure(style.Scores, "earned") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
}
