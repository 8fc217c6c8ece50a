using FakeCampus.Brightspace;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.Tests.Credentials;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

public sealed class BrightspaceGradeTests
{
    private const string Line = "SmarterMeasure LifeFactors: pass, scored 2026-08-30T14:07:00Z";

    [Theory]
    [InlineData("")]
    [InlineData("Well done.")]
    [InlineData("<p>Well <b>done</b> &amp; on time.</p>")]
    public async Task What_teachers_wrote_stays_and_our_private_line_stands_once(string comment)
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var student = school.Enrol("S123");
        var numeric = school.Course.Add("SM Life Factors", BrightspaceGradeType.Numeric);
        school.Course.SetByTeacher(numeric, student, new BrightspaceGradeValue
        {
            PointsNumerator = 12,
            Comments = comment,
            PrivateComments = comment,
        });

        for (var time = 1; time <= 3; time++)
        {
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

            var value = school.Value("SM Life Factors", student);
            Assert.Equal(63.5, value.PointsNumerator);
            Assert.Equal(comment, value.Comments);
            Assert.StartsWith(comment, value.PrivateComments, StringComparison.Ordinal);
            Assert.Equal(2, value.PrivateComments.Split(Line).Length);
        }

        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task A_newer_score_takes_the_place_of_our_line_and_leaves_what_stands_around_it()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var student = school.Enrol("S123");
        await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));
        var numeric = school.Object("SM Life Factors");
        var written = school.Value("SM Life Factors", student);
        school.Course.SetByTeacher(
            numeric, student, written with { PrivateComments = $"Before\n{written.PrivateComments}\nAfter" });

        await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", readiness: "fail", percent: 20));

        Assert.Equal(
            $"Before\n{Line.Replace("pass", "fail", StringComparison.Ordinal)}\nAfter",
            school.Value("SM Life Factors", student).PrivateComments);
    }

    [Fact]
    public async Task A_readiness_goes_into_the_text_object_and_a_completion_counts_in_full()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var student = school.Enrol("S123");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Completion(id: "S123")));

        Assert.Equal("pass", school.Value("SM readiness", student).Text);
        Assert.Equal(
            [("SM Life Factors", false), ("SM complete", false), ("SM readiness", true), ("SM state", true)],
            school.Course.GradeObjects.Select(one => (one.Name, one.IsHidden)).OrderBy(one => one.Name, StringComparer.Ordinal));
        Assert.Equal(100, school.Value("SM complete", student).PointsNumerator);
        Assert.Equal("complete", school.Value("SM state", student).Text);
    }

    [Fact]
    public async Task A_missing_grade_object_is_made_once_however_many_ask_for_it()
    {
        await using var school = await BrightspaceSchool.OpenAsync(("TextObjects:LifeFactors", null));
        var students = Enumerable.Range(0, 8).Select(number => school.Enrol($"S{number}")).ToList();

        var outcomes = await Task.WhenAll(students.Select(
            student => school.Connector.DeliverAsync(TargetHost.Result(id: student.OrgDefinedId))));

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        Assert.Equal(1, school.Course.CreatedOverApi);
        Assert.All(students, student => Assert.Equal(63.5, school.Value("SM Life Factors", student).PointsNumerator));
        Assert.Single(school.Stub.Requests, request => request.Method == "POST" && request.Path.EndsWith("/grades/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_grade_object_that_another_node_made_after_the_look_is_used()
    {
        await using var school = await BrightspaceSchool.OpenAsync(("TextObjects:LifeFactors", null));
        var (one, two) = (school.Enrol("S1"), school.Enrol("S2"));
        using var other = school.Connect(new MemoryNamedValues());

        // Both nodes have looked and found nothing when the first makes it.
        school.Stub.Faults.Next(
            StubFault.Slow, count: 2,
            request => request.Method == "GET" && request.Path.EndsWith("/grades/", StringComparison.Ordinal));
        Task<DeliveryOutcome>[] deliveries =
        [
            school.Connector.DeliverAsync(TargetHost.Result(id: "S1")), other.DeliverAsync(TargetHost.Result(id: "S2")),
        ];
        await school.Stub.Faults.WaitUntilHeldAsync(2, TestContext.Current.CancellationToken);
        school.Stub.Faults.ReleaseSlow();

        Assert.All(await Task.WhenAll(deliveries), outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        Assert.Equal(1, school.Course.CreatedOverApi);
        Assert.All((BrightspaceUser[])[one, two], student => Assert.Equal(63.5, school.Value("SM Life Factors", student).PointsNumerator));
    }

    [Fact]
    public async Task A_grade_object_that_was_taken_away_is_made_anew()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var student = school.Enrol("S123");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        foreach (var name in (string[])["SM Life Factors", "SM readiness"])
        {
            school.Course.Remove(school.Object(name));
            Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        }

        Assert.Equal(63.5, school.Value("SM Life Factors", student).PointsNumerator);
        Assert.Equal("pass", school.Value("SM readiness", student).Text);
    }

    [Fact]
    public async Task A_grade_object_that_is_refused_and_not_there_is_left_to_a_person()
    {
        await using var school = await BrightspaceSchool.OpenAsync(("TextObjects:LifeFactors", null));
        school.Enrol("S123");
        school.Stub.RefusesGradeObjects = true;

        Assert.Equal(
            DeliveryOutcome.Blocked(
                "target_unfit: grade_object_refused: Brightspace refused to make it (brightspace_provision_400): make it by hand in Grades > Manage Grades."),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Fact]
    public async Task Without_leave_to_make_it_a_missing_grade_object_is_left_to_a_person()
    {
        await using var school = await BrightspaceSchool.OpenAsync(("Provision", null));
        school.Enrol("S123");

        Assert.Equal(
            DeliveryOutcome.Blocked(
                "target_unfit: grade_object_missing: Make it in Grades > Manage Grades of course 6601, or correct the entry of LifeFactors."),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Empty(school.Course.GradeObjects);
    }

    [Fact]
    public async Task Comments_that_cannot_be_read_are_not_written_over()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Faults.Next(
            StubFault.ServerError,
            applies: request => request.Method == "GET" && request.Path.Contains("/values/", StringComparison.Ordinal));

        Assert.Equal(
            DeliveryOutcome.Retry("brightspace_read_500"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Empty(school.Course.Values);
    }

    [Theory]
    [InlineData(BrightspaceErrorStyle.Problem)]
    [InlineData(BrightspaceErrorStyle.ErrorList)]
    [InlineData(BrightspaceErrorStyle.Empty)]
    [InlineData(BrightspaceErrorStyle.Html)]
    public async Task A_student_who_is_not_enrolled_is_left_to_a_person_in_whatever_shape_it_is_said(BrightspaceErrorStyle style)
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Stub.ErrorStyle = style;
        school.Stub.Campus.AddUser("S123", "quill", "quill@school.example");

        Assert.Equal(
            DeliveryOutcome.Blocked("not_enrolled"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(
            DeliveryOutcome.Unmatched("no_account"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S999")));
    }

    [Fact]
    public async Task Credits_that_are_spent_let_the_destination_rest_until_the_minute_is_over()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Credits.SpendAll();

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));

        Assert.True(outcome.Pauses);
        Assert.InRange(outcome.After!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(72));
        var calls = school.Stub.RequestCount;
        Assert.Equal("throttled", (await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"))).Reason);
        Assert.Equal(calls, school.Stub.RequestCount);
        school.Connector.Clock.Advance(outcome.After.Value);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Fact]
    public async Task A_delivery_that_is_under_way_goes_no_further_once_another_is_throttled()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        var student = school.Enrol("S123");
        school.Enrol("S124");
        await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));
        school.Stub.Faults.Next(StubFault.Slow, applies: request => request.Method == "GET");
        var underWay = school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 70));
        await school.Stub.Faults.WaitUntilHeldAsync(1, TestContext.Current.CancellationToken);

        school.Stub.Faults.Next(StubFault.Throttled);
        var throttled = await school.Connector.DeliverAsync(TargetHost.Result(id: "S124"));
        school.Stub.Faults.ReleaseSlow();

        Assert.Equal("throttled", throttled.Reason);
        Assert.Equal(("throttled", true), ((await underWay).Reason, (await underWay).Pauses));
        Assert.Equal(63.5, school.Value("SM Life Factors", student).PointsNumerator);
        Assert.Equal(0, school.Stub.Violations.Total);
    }
}
