using FakeCampus.Vendor;

namespace FakeCampus.Tests.Vendor;

public sealed class AssessmentScriptTests
{
    private static readonly IReadOnlyList<Student> s_students = StudentRoster.Invent(40, seed: 3);

    [Fact]
    public void The_same_seed_writes_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Bytes(7), Bytes(7));
        Assert.NotEqual(Bytes(7), Bytes(8));

        static string Bytes(int seed) => string.Join('\n', StudentRoster.Invent(3, seed)
            .SelectMany(student => AssessmentScript.For(student, seed).Events)
            .Select(e => Convert.ToHexString(VendorJson.Write(e))));
    }

    [Fact]
    public void An_assessment_runs_from_created_over_every_section_to_completed()
    {
        foreach (var script in s_students.Select(student => AssessmentScript.For(student, 1)))
        {
            var names = script.Events.Select(e => e.Event).ToList();
            Assert.Equal(EventNames.Created, names[0]);
            Assert.Equal(EventNames.Completed, names[^1]);
            Assert.Equal(
                AssessmentPlan.Default.Sections,
                script.Events.Where(e => e.Event == EventNames.SectionComplete).Select(e => e.Section));
            Assert.All(AssessmentPlan.Default.Sections, section => Assert.Contains(
                script.Events, e => e.Event == EventNames.SectionStart && e.Section == section));
            Assert.Equal(names.Count, script.Events.Select(e => (e.CallbackId, e.Event)).Distinct().Count());
            Assert.Equal(100, script.Events[^1].CompletionPercentage);
        }
    }

    [Fact]
    public void Starts_repeat_ids_are_shared_across_events_and_scoring_times_run_ahead_sometimes()
    {
        var events = s_students.SelectMany(student => AssessmentScript.For(student, 1).Events).ToList();

        Assert.Contains(
            events.Where(e => e.Event == EventNames.SectionStart).CountBy(e => (e.Student.UserId, e.Section)),
            starts => starts.Value > 1);
        Assert.Contains(events.GroupBy(e => e.CallbackId), group => group.Count() > 1);
        var scored = events.Where(e => e.Outcome is not null).ToList();
        Assert.All(scored, e => Assert.Equal(0, e.Outcome!.DateScored.Second));
        Assert.Contains(scored, e => e.Outcome!.DateScored > e.DateUpdated);
        Assert.Contains(scored, e => e.Outcome!.DateScored < e.DateUpdated);
    }

    [Fact]
    public void Sections_differ_in_what_they_can_say()
    {
        var outcomes = s_students.SelectMany(student => AssessmentScript.For(student, 1).Events)
            .Where(e => e.Outcome is not null).ToLookup(e => e.Section!, e => e.Outcome!);

        Assert.All(outcomes["LifeFactors"], o => Assert.Equal(100, o.Figure("possible")));
        Assert.All(outcomes["LearnStyles"], o => Assert.Equal((7, 63m), (o.Subscales!.Count, o.Figure("possible"))));
        Assert.DoesNotContain(outcomes["LearnStyles"], o => o.Readiness is "pass" or "question");
        Assert.All(outcomes["Typing"], o => Assert.Null(o.Figure("calculated-percentage")));
        Assert.All(outcomes["Reading"], o => Assert.NotNull(o.Figure("wpm")));
        Assert.Contains(outcomes["TechKnowledge"], o => o.Figure("calculated-percentage") % 1 != 0);
        Assert.Equal(
            ["fail", "pass", "question"],
            outcomes["LifeFactors"].Select(o => o.Readiness!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_section_scored_twice_is_expected_with_its_newest_scoring()
    {
        var plan = new AssessmentPlan { RescoresOneSection = true };
        var scripts = s_students.Select(student => AssessmentScript.For(student, 1, plan)).ToList();

        var expected = ExpectedGrade.Of(scripts);

        Assert.Equal(s_students.Count * 7, expected.Count);
        var twice = scripts[0].Events.Where(e => e.Outcome is not null).GroupBy(e => e.Section).Single(g => g.Count() == 2);
        Assert.True(twice.First().Outcome!.DateScored < twice.Last().Outcome!.DateScored);
        Assert.Equal(
            twice.Last().Outcome!.DateScored,
            expected.Single(e => e.Student == s_students[0] && e.Section == twice.Key).DateScored);
    }

    [Fact]
    public void Students_are_invented_and_some_have_no_school_id()
    {
        var students = StudentRoster.Invent(30, seed: 4, withoutInternalId: 5);

        Assert.All(students, s => Assert.EndsWith("@students.fakecampus.test", s.Email, StringComparison.Ordinal));
        Assert.Equal(6, students.Count(s => s.InternalId.Length == 0));
        Assert.Equal(30, students.Select(s => s.UserId).Distinct().Count());
    }
}
