using System.Text.Json.Nodes;
using FakeCampus.Vendor;

namespace FakeCampus.Tests.VendorApi;

public sealed class VendorResultsTests : VendorApiTest
{
    [Fact]
    public async Task Every_section_of_every_student_says_what_its_last_webhook_said()
    {
        LogInAfterAll();
        var expanded = Rows(await Json("v3/results/new")).ToDictionary(row => (string)row["UserId"]!);
        var summaries = Rows(await Json("v3/results")).ToDictionary(row => (string)row["UserId"]!);
        var sections = 0;
        foreach (var script in Scripts)
        {
            var id = script.Student.UserId;
            var last = script.Events[^1];
            Assert.Equal($"{last.CompletionPercentage}", (string)expanded[id]["CompletionPercentage"]!);
            Assert.Equal(Text(last.DateCreated), (string)expanded[id]["DateTimeTaken"]!);
            Assert.Equal(Text(last.DateUpdated), (string)expanded[id]["DateTimeLastUpdated"]!);
            Assert.Equal(
                last.Event == EventNames.Completed ? Text(last.DateUpdated) : null,
                (string?)expanded[id]["DateTimeCompleted"]);
            Assert.Equal(last.Event == EventNames.Completed, expanded[id]["CompositeScore"] is JsonValue);
            var scored = script.Events.Where(e => e.Outcome is not null).GroupBy(e => e.Section!).ToArray();
            Assert.Equal(scored.Length, expanded[id]["AssessmentResults"]!.AsArray().Count);
            foreach (var section in scored)
            {
                sections++;
                Same(section.Last(), section.Count(), Section(expanded[id], section.Key));
                var summary = Section(summaries[id], section.Key);
                Assert.Equal("1", (string)summary["IsComplete"]!);
                Assert.Equal(Figure(section.Last().Outcome!.Scores, "calculated-percentage"), (string?)summary["Percent"]);
            }
        }

        Assert.True(sections > 200);
        Assert.Contains(expanded.Values, row => row["AssessmentResults"]!.AsArray().Any(one => (string)one!["AttemptNumber"]! == "2"));
    }

    [Fact]
    public async Task An_assessment_is_told_as_of_the_clock()
    {
        LogIn();
        var script = Scripts[0];
        var path = $"v3/results/new?UserID={script.Student.UserId}";
        var firstScored = script.Events.First(e => e.Outcome is not null);

        Clock.SetUtcNow(script.Events[0].DateCreated);
        var unstarted = Rows(await Json(path)).Single();
        var user = await Json($"v3/users/{script.Student.UserId}");
        var summary = await Json($"v3/users/{script.Student.UserId}/results");
        Clock.SetUtcNow(firstScored.DateUpdated);
        var begun = Rows(await Json(path)).Single();

        Assert.Equal("", (string)unstarted["AssessmentResults"]!);
        Assert.Empty(unstarted["CompositeScore"]!.AsArray());
        Assert.False(unstarted.AsObject().ContainsKey("DateTimeLastUpdated"));
        Assert.Empty(user["DateTimeLastUpdated"]!.AsArray());
        Assert.Empty(user["DateTimeCompleted"]!.AsArray());
        Assert.False(summary.AsObject().ContainsKey("DateTimeLastUpdated"));
        Assert.All(summary["AssessmentResults"]!.AsArray(), one => Assert.Equal("0", (string)one!["IsComplete"]!));
        Assert.Equal(7, summary["AssessmentResults"]!.AsArray().Count);
        Assert.Equal(Text(firstScored.DateUpdated), (string)begun["DateTimeLastUpdated"]!);
        Assert.Equal(firstScored.Section, (string)begun["AssessmentResults"]!.AsArray().Single()!["Code"]!);
    }

    [Fact]
    public async Task A_registration_of_later_is_not_told_yet()
    {
        LogIn();
        var script = Scripts[0];
        Clock.SetUtcNow(script.Events.First(e => e.Outcome is not null).DateUpdated);
        var before = Scripts.Count(one => one.Events[0].DateCreated <= Clock.GetUtcNow());

        var all = await Json("v3/results");

        Assert.Equal($"{before}", (string)all["Total"]!);
        Assert.InRange(before, 1, 49);
    }

    [Fact]
    public async Task A_style_has_no_readiness_in_one_form_and_fails_in_the_other()
    {
        LogInAfterAll();
        var id = Scripts[0].Student.UserId;

        var expanded = Section(Rows(await Json($"v3/results/new?UserID={id}")).Single(), "LearnStyles");
        var summary = Section(await Json($"v3/users/{id}/results"), "LearnStyles");

        Assert.False(expanded.AsObject().ContainsKey("Readiness"));
        Assert.Equal("fail", (string)summary["Readiness"]!);
        Assert.Equal((string)expanded["Primary"]!, (string)summary["Primary"]!);
    }

    [Fact]
    public async Task Styles_with_the_same_points_are_all_primary()
    {
        LogInAfterAll();
        var rows = Rows(await Json("v3/results/new"));
        var severals = 0;
        foreach (var style in rows.SelectMany(row => row["AssessmentResults"]!.AsArray()).Where(one => (string)one!["Code"]! == "LearnStyles"))
        {
            var scales = style!["ExtendedData"]![0]!.AsArray();
            var most = scales.Max(scale => int.Parse((string)scale!["PointsAccumulated"]!, null));
            var expected = scales.Where(scale => (string)scale!["PointsAccumulated"]! == $"{most}").Select(scale => (string)scale!["Title"]!).ToArray();
            Assert.Equal(string.Join(", ", expected), (string)style["Primary"]!);
            severals += expected.Length > 1 ? 1 : 0;
        }

        Assert.True(severals > 0);
    }

    private static void Same(AssessmentEvent e, int attempts, JsonNode section)
    {
        var outcome = e.Outcome!;
        Assert.Equal("1", (string)section["IsComplete"]!);
        Assert.Equal($"{attempts}", (string)section["AttemptNumber"]!);
        Assert.Equal(Figure(outcome.Scores, "calculated-percentage"), (string?)section["Percent"]);
        Assert.Equal(Figure(outcome.Scores, "possible"), (string?)section["PointsPossible"]);
        Assert.Equal(Figure(outcome.Scores, "earned"), (string?)section["PointsAccumulated"]);
        Assert.Equal(Figure(outcome.Scores, "wpm"), (string?)section["Wpm"]);
        Assert.Equal(Figure(outcome.Scores, "accuracy"), (string?)section["Accuracy"]);
        Assert.Equal(e.Section == "LearnStyles" ? null : outcome.Readiness, (string?)section["Readiness"]);
        Assert.Equal(Text(outcome.DateScored), (string)section["DateTimeCompleted"]!);
        Assert.Equal(e.Section != "Typing", section.AsObject().ContainsKey("SectionVersionID"));
        Assert.Equal(
            outcome.Subscales?.Select(scale => (scale.Code, Figure(scale.Scores, "possible"), Figure(scale.Scores, "earned"))) ?? [],
            section["ExtendedData"]?.AsArray().Single()!.AsArray().Select(scale =>
                ((string)scale!["Code"]!, (string?)scale["PointsPossible"], (string?)scale["PointsAccumulated"])) ?? []);
    }

    private static JsonNode Section(JsonNode row, string code) =>
        row["AssessmentResults"]!.AsArray().Single(one => (string)one!["Code"]! == code)!;

    private static string? Figure(IReadOnlyList<Score> scores, string type) =>
        scores.FirstOrDefault(score => score.Type == type)?.Value;
}
