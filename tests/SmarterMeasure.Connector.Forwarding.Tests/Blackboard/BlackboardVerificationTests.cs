using FakeCampus.Blackboard;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Blackboard;

/// <summary>What a destination tells of results that were delivered earlier.</summary>
public sealed class BlackboardVerificationTests
{
    [Fact]
    public async Task Every_difference_is_found_and_nothing_else_at_a_call_for_200_students()
    {
        await using var school = await BlackboardSchool.OpenAsync(("Provision", null), ("Columns:Completion", null));
        var column = school.Course.AddColumn("sm-LifeFactors", "Life Factors", one => one with { Possible = 50 });
        var students = Enumerable.Range(0, 450).Select(number => school.Enrol($"S{number}")).ToList();
        foreach (var student in students)
            school.Course.SetByInstructor(column, student, new BlackboardGrade { Score = 31.75, Text = "31.75" });

        school.Course.SetByInstructor(column, students[3], new BlackboardGrade { Score = 12, Overridden = TargetHost.Start });
        school.Course.SetByInstructor(column, students[5], new BlackboardGrade());
        school.Course.SetByInstructor(column, students[6], new BlackboardGrade { Score = 31.75, Exempt = true });
        school.Course.Withdraw(students[7]);
        await school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);
        var calls = school.Stub.RequestCount;

        var standings = await VerifyAsync(school, students);

        Assert.Equal(3, school.Stub.RequestCount - calls);
        Assert.Equal(Standing.Changed(at: TargetHost.Start), standings[3]);
        Assert.Equal((Standing.Missing, StandingKind.Changed, Standing.Missing), (standings[5], standings[6].Kind, standings[7]));
        Assert.Equal(446, standings.Count(standing => standing == Standing.Same));
    }

    [Fact]
    public async Task What_was_delivered_is_known_again_by_the_id_that_came_with_the_answer()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var student = school.Enrol("S123");

        var outcome = await school.Connector.SendAsync(TargetHost.Result(id: "S123"));

        Assert.Equal(student.Id, outcome.RemoteId);
        Assert.Equal([Standing.Same], await VerifyAsync(school, [student]));
    }

    [Fact]
    public async Task Without_that_id_nobody_can_tell()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        var result = new DeliveredResult { DeliveryId = 1, Account = "externalId:S123", Result = TargetHost.Result(id: "S123") };

        var answer = await ((IVerifiableDestination)school.Connector.Destination).VerifyAsync(
            "LifeFactors", [result], TestContext.Current.CancellationToken);

        Assert.Equal([Standing.Unknown], answer.Standings);
    }

    private static async Task<IReadOnlyList<Standing>> VerifyAsync(BlackboardSchool school, IEnumerable<BlackboardUser> students)
    {
        var answer = await ((IVerifiableDestination)school.Connector.Destination).VerifyAsync(
            "LifeFactors",
            [.. students.Select((student, at) => new DeliveredResult
            {
                DeliveryId = at,
                Account = $"externalId:{student.ExternalId}",
                RemoteId = student.Id,
                Result = TargetHost.Result(id: student.ExternalId),
            })],
            TestContext.Current.CancellationToken);
        Assert.Null(answer.Failure);
        return answer.Standings;
    }
}
