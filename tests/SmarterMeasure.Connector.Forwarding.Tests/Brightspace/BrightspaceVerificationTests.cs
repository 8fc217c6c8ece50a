using System.Globalization;
using FakeCampus.Brightspace;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

/// <summary>What a destination tells of results that were delivered earlier.</summary>
public sealed class BrightspaceVerificationTests
{
    [Fact]
    public async Task Every_difference_is_found_and_nothing_else_at_a_call_for_200_students()
    {
        await using var school = await BrightspaceSchool.OpenAsync(
            ("Provision", null), ("GradeObjects:Completion", null), ("TextObjects:LifeFactors", null), ("TextObjects:Completion", null));
        var numeric = school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric, one => one with { MaxPoints = 50 });
        var students = Enumerable.Range(0, 450).Select(number => school.Enrol($"S{number}")).ToList();
        foreach (var student in students)
            school.Course.SetByTeacher(numeric, student, new BrightspaceGradeValue { PointsNumerator = 31.75 });

        var changed = new BrightspaceGradeValue { PointsNumerator = 12, LastModified = TargetHost.Start, LastModifiedBy = 17 };
        school.Course.SetByTeacher(numeric, students[3], changed);
        school.Course.SetByTeacher(numeric, students[449], changed);
        school.Course.SetByTeacher(numeric, students[5], new BrightspaceGradeValue());
        school.Course.Withdraw(students[7]);
        await school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);
        var calls = school.Stub.RequestCount;

        var standings = await VerifyAsync(school, students);

        Assert.Equal(3, school.Stub.RequestCount - calls);
        Assert.Equal(Standing.Changed("17", TargetHost.Start), standings[3]);
        Assert.Equal(Standing.Changed("17", TargetHost.Start), standings[449]);
        Assert.Equal((Standing.Missing, Standing.Missing), (standings[5], standings[7]));
        Assert.Equal(446, standings.Count(standing => standing == Standing.Same));
    }

    [Fact]
    public async Task A_readiness_that_somebody_changed_is_found_too()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var student = school.Enrol("S123");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal([Standing.Same], await VerifyAsync(school, [student]));

        school.Course.SetByTeacher(school.Object("SM readiness"), student, new BrightspaceGradeValue { Text = "fail" });

        Assert.Equal(StandingKind.Changed, Assert.Single(await VerifyAsync(school, [student])).Kind);
        school.Course.Remove(school.Object("SM Life Factors"));
        await school.Connector.Destination.PreflightAsync(TestContext.Current.CancellationToken);
        using var reader = school.Connect(new Credentials.MemoryNamedValues(), ("Provision", null));
        Assert.Equal([Standing.Missing], await VerifyAsync(school, [student], reader));
    }

    [Fact]
    public async Task What_was_delivered_to_nobody_knows_whom_is_unknown()
    {
        await using var school = await BrightspaceSchool.OpenAsync(("Provision", null), ("TextObjects:LifeFactors", null));
        school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);

        var answer = await ((IVerifiableDestination)school.Connector.Destination).VerifyAsync(
            "LifeFactors", [new DeliveredResult { DeliveryId = 1, Result = TargetHost.Result() }], TestContext.Current.CancellationToken);

        Assert.Equal([Standing.Unknown], answer.Standings);
    }

    private static async Task<IReadOnlyList<Standing>> VerifyAsync(
        BrightspaceSchool school, IEnumerable<BrightspaceUser> students, TargetHost? connector = null)
    {
        var destination = (IVerifiableDestination)(connector ?? school.Connector).Destination;
        var answer = await destination.VerifyAsync(
            "LifeFactors",
            [.. students.Select(student => new DeliveredResult
            {
                DeliveryId = student.Id,
                Account = student.Id.ToString(CultureInfo.InvariantCulture),
                Result = TargetHost.Result(id: student.OrgDefinedId),
            })],
            TestContext.Current.CancellationToken);
        Assert.Null(answer.Failure);
        return answer.Standings;
    }
}
