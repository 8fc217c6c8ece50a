using FakeCampus.Moodle;
using SmarterMeasure.Connector.Forwarding.Tests.Moodle;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>60 students get six grades each, as a Moodle was observed to answer <c>dmlwriteexception</c> for a tenth of them.</summary>
public sealed class MoodleRaceTruth
{
    private const int Students = 60;
    private const int Sections = 6;

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task No_two_grades_of_a_student_race(int atATime)
    {
        await using var school = await MoodleSchool.OpenAsync(
            [.. Enumerable.Range(0, Sections).Select(at => ($"Assignments:S{at}", (string?)"21")), ("Concurrency", $"{atATime}")]);
        var students = Enumerable.Range(0, Students).Select(at => school.Enrol($"S{at}")).ToList();
        school.Stub.RaceWindow = TimeSpan.FromMilliseconds(3);
        using var turn = new SemaphoreSlim(atATime);

        var outcomes = await Task.WhenAll(
            from student in students
            from section in Enumerable.Range(0, Sections)
            select OneAsync(student, section));

        var races = (int)school.Stub.Violations[MoodleStub.Raced];
        TruthFigures.Write("moodle", ("race.grades", outcomes.Length), ("race.dmlwriteexception", races));
        Assert.All(outcomes, outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        Assert.Equal(0, races);

        async Task<DeliveryOutcome> OneAsync(MoodleUser student, int section)
        {
            await turn.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return await school.Connector.DeliverAsync(TargetHost.Result($"S{section}"), mappedTo: $"{student.Id}");
            }
            finally
            {
                turn.Release();
            }
        }
    }
}
