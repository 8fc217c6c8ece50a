using FakeCampus.Brightspace;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

/// <summary>Whether a result stands as a teacher sees it, whatever the grade object is worth.</summary>
public sealed class BrightspaceKeepingTests
{
    private static readonly (string Key, string? Value)[] s_numeric =
        [("Provision", null), ("GradeObjects:Completion", null), ("TextObjects:LifeFactors", null), ("TextObjects:Completion", null)];

    [Theory]
    [InlineData(50, 91, 45.5)]
    [InlineData(20, 63.5, 12.7)]
    [InlineData(1, 63.5, 0.635)]
    [InlineData(100, 63.5, 63.5)]
    public async Task A_percentage_is_scaled_to_what_the_grade_object_is_worth(double worth, double percent, double points)
    {
        await using var school = await BrightspaceSchool.OpenAsync([.. s_numeric, ("GradeObjects:LifeFactors", "660101"), ("GradeObjects:Completion", "660101")]);
        var student = school.Enrol("S123");
        var numeric = school.Course.Add("Other", BrightspaceGradeType.Numeric, one => one with { MaxPoints = worth });

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: (decimal)percent)));
        Assert.Equal(points, school.Course.Value(numeric, student)!.PointsNumerator!.Value, 9);
        Assert.Equal(percent, school.Course.Shown(numeric, student)!.Percent!.Value, 9);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Completion(id: "S123")));
        Assert.Equal(worth, school.Course.Value(numeric, student)!.PointsNumerator);
    }

    [Fact]
    public async Task A_grade_object_that_is_worth_something_else_by_now_is_written_again()
    {
        await using var school = await BrightspaceSchool.OpenAsync(s_numeric);
        var student = school.Enrol("S123");
        var numeric = school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Course.Change(numeric, one => one with { MaxPoints = 50 });

        Assert.Equal(
            DeliveryOutcome.Retry("brightspace_points_changed"),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 91)));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 91)));

        Assert.Equal(45.5, school.Course.Shown(numeric, student)!.Points);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task More_than_a_hundred_percent_stands_only_where_it_may(bool canExceed, bool isBlocked)
    {
        await using var school = await BrightspaceSchool.OpenAsync(s_numeric);
        var student = school.Enrol("S123");
        var numeric = school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric, one => one with { CanExceedMaxPoints = canExceed });

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 110));

        Assert.Equal(isBlocked ? DeliveryOutcome.Blocked("not_kept") : DeliveryOutcome.Delivered, outcome);
        Assert.Equal(isBlocked ? 100 : 110, school.Course.Shown(numeric, student)!.Points);
    }

    [Theory]
    [InlineData("always", true)]
    [InlineData("never", false)]
    [InlineData(null, true)]
    public async Task What_does_not_stand_after_a_write_is_not_delivered(string? confirm, bool isFound)
    {
        await using var school = await BrightspaceSchool.OpenAsync([.. s_numeric, ("Confirm", confirm)]);
        var student = school.Enrol("S123");
        var numeric = school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);
        var reads = 0;

        // A teacher sets another grade right after ours.
        school.Stub.Faults.Next(StubFault.Slow, applies: request =>
        {
            if (request.Method == "GET" && request.Path.Contains("/values/", StringComparison.Ordinal) && ++reads == 2)
                school.Course.SetByTeacher(numeric, student, new BrightspaceGradeValue { PointsNumerator = 12 });
            return false;
        });

        Assert.Equal(
            isFound ? DeliveryOutcome.Blocked("not_kept") : DeliveryOutcome.Delivered,
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(isFound ? 2 : 1, school.Stub.Requests.Count(
            request => request.Method == "GET" && request.Path.Contains("/values/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_stands_already_is_not_written_again()
    {
        await using var school = await BrightspaceSchool.OpenAsync(s_numeric);
        var student = school.Enrol("S123");
        var numeric = school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(1, school.Course.Value(numeric, student)!.Writes);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", readiness: "fail")));
        Assert.Equal(2, school.Course.Value(numeric, student)!.Writes);
    }

    [Fact]
    public async Task A_grade_object_of_another_type_by_now_keeps_the_result_waiting()
    {
        await using var school = await BrightspaceSchool.OpenAsync(s_numeric);
        school.Enrol("S123");
        var numeric = school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Course.Change(numeric, one => one with { Type = BrightspaceGradeType.Text });

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 70));

        Assert.StartsWith("target_unfit: grade_object_not_numeric: ", outcome.Reason, StringComparison.Ordinal);
        school.Course.Change(numeric, one => one with { Type = BrightspaceGradeType.Numeric });
        school.Connector.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 70)));
    }

    [Fact]
    public async Task Who_left_the_course_waits_for_a_person_and_who_comes_back_is_graded()
    {
        await using var school = await BrightspaceSchool.OpenAsync(s_numeric);
        var student = school.Enrol("S123");
        var numeric = school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);
        school.Course.Withdraw(student);

        Assert.Equal(DeliveryOutcome.Blocked("not_enrolled"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Course.Enrol(student);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(63.5, school.Course.Shown(numeric, student)!.Points);
    }

    [Fact]
    public async Task A_role_that_may_not_set_grades_waits_for_a_person()
    {
        await using var school = await BrightspaceSchool.OpenAsync(s_numeric);
        school.Enrol("S123");
        school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);
        school.Stub.MaySetGrades = false;

        Assert.Equal(DeliveryOutcome.Blocked("no_right_to_grade"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Fact]
    public async Task What_the_connector_makes_is_described_in_full_and_counts_for_nothing()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Enrol("S123");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        Assert.True(school.Object("SM Life Factors").ExcludedFromFinalGrade);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Theory]
    [InlineData("0301", "301")]
    [InlineData(" 301 ", "301")]
    public async Task One_account_has_one_number_however_it_was_mapped(string mapped, string account)
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var delivery = TargetHost.Delivery(TargetHost.Result(id: "S999"), mapped);

        Assert.Equal(account, (await school.Connector.Destination.FindAccountAsync(delivery, TestContext.Current.CancellationToken)).Account);
        Assert.Equal(
            "mapped_account_unreadable",
            (await school.Connector.Destination.FindAccountAsync(delivery with { MappedTo = "quill" }, TestContext.Current.CancellationToken))
                .Failure!.Reason);
    }
}
