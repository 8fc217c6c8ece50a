using FakeCampus.Moodle;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Moodle;

/// <summary>What Moodle tells later of results that were delivered.</summary>
public sealed class MoodleVerifyTests
{
    [Fact]
    public async Task Each_difference_is_told_by_its_kind_and_by_whom_and_three_calls_tell_a_whole_course()
    {
        await using var school = await MoodleSchool.OpenAsync();
        var students = Enumerable.Range(0, 60).Select(at => school.Enrol($"S{at}")).ToList();
        foreach (var student in students)
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result("Math"), mappedTo: $"{student.Id}"));
        school.Assign.ChangeByTeacher(students[1], grade => grade with { OverriddenGrade = 70 });
        school.Assign.ChangeByTeacher(students[2], grade => grade with { Grade = 12, GradebookGrade = 12, Grader = 77 });
        school.Assign.ChangeByTeacher(students[3], grade => grade with { Grade = null, GradebookGrade = null });
        school.Assign.Unenrol(students[4]);
        var calls = school.Stub.RequestCount;

        var answer = await VerifyAsync(school, "Math", students);

        Assert.Null(answer.Failure);
        Assert.Equal(
            [StandingKind.Same, StandingKind.Changed, StandingKind.Changed, StandingKind.Missing, StandingKind.Missing, StandingKind.Same],
            answer.Standings.Take(6).Select(standing => standing.Kind));
        Assert.Equal("77", answer.Standings[2].ChangedBy);
        Assert.All(answer.Standings.Skip(5), standing => Assert.Equal(Standing.Same, standing));
        Assert.Equal(2, school.Stub.RequestCount - calls);
    }

    [Fact]
    public async Task Profile_fields_are_read_many_at_a_time()
    {
        await using var school = await MoodleSchool.OpenAsync();
        var students = Enumerable.Range(0, 60).Select(at => school.Enrol($"S{at}")).ToList();
        foreach (var student in students)
            await school.Connector.DeliverAsync(TargetHost.Result(), mappedTo: $"{student.Id}");
        students[1].SetByPerson("smlifefactors", "12");
        students[2].SetByPerson("smlifefactors", "");
        var calls = school.Stub.RequestCount;

        var answer = await VerifyAsync(school, "LifeFactors", students);

        Assert.Equal(
            [StandingKind.Same, StandingKind.Changed, StandingKind.Missing, StandingKind.Same],
            answer.Standings.Take(4).Select(standing => standing.Kind));
        Assert.Equal(1, school.Stub.RequestCount - calls);
    }

    private static Task<VerifyAnswer> VerifyAsync(MoodleSchool school, string section, IEnumerable<MoodleUser> students) =>
        ((IVerifiableDestination)school.Connector.Destination).VerifyAsync(
            section,
            [.. students.Select(student => new DeliveredResult
            {
                DeliveryId = student.Id,
                Account = $"{student.Id}",
                Result = TargetHost.Result(section),
            })],
            TestContext.Current.CancellationToken);
}
