using FakeCampus.Blackboard;
using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Blackboard;

public sealed class BlackboardGradeTests
{
    [Fact]
    public async Task A_score_stands_in_a_hidden_column_and_what_the_instructor_wrote_to_the_student_stays()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var student = school.Enrol("S123");
        var column = school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        school.Course.SetByInstructor(column, student, new BlackboardGrade { Score = 1, Feedback = "Well done." });

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Completion(id: "S123")));

        var grade = school.Grade(student)!;
        Assert.Equal((63.5, "63.5", "Well done."), (grade.Score, grade.Text, grade.Feedback));
        Assert.Equal(100, school.Grade(student, "sm-Completion")!.Score);
        Assert.False(Assert.Single(school.Course.Columns, one => one.ExternalId == "sm-Completion").IsAvailable);
    }

    [Theory]
    [InlineData(409)]
    [InlineData(400)]
    public async Task A_column_that_another_node_made_after_the_look_is_used_and_is_asked_for_once(int status)
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Stub.TakenColumnStatus = status;
        var students = Enumerable.Range(0, 4).Select(number => school.Enrol($"S{number}")).ToList();

        // Another node makes it after the look.
        school.Stub.Faults.Next(StubFault.Slow, applies: request =>
        {
            if (request.Method == "POST" && request.Path.EndsWith("/columns", StringComparison.Ordinal) && school.Course.Columns.Count == 0)
                school.Course.AddColumn("sm-LifeFactors", "Life Factors");
            return false;
        });
        foreach (var student in students)
            Assert.Equal(
                DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: student.ExternalId)));

        Assert.Equal(0, school.Course.CreatedOverApi);
        var made = Assert.Single(
            school.Stub.Requests, request => request.Method == "POST" && request.Path.EndsWith("/columns", StringComparison.Ordinal));
        Assert.Equal(status, made.Status);
        Assert.Equal(2, school.Stub.Requests.Count(request => request.Method == "GET" && request.Path.EndsWith("/columns", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(400)]
    public async Task A_column_that_is_refused_and_not_there_is_left_to_a_person(int status)
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.RefusesColumns = status;

        Assert.Equal(
            DeliveryOutcome.Blocked(
                $"target_unfit: column_refused: Blackboard refused to make it (blackboard_provision_{status}): make it by hand in the course's gradebook."),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        school.Stub.RefusesColumns = null;
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Fact]
    public async Task A_student_without_a_row_is_left_to_a_person_and_graded_once_there_is_one()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var student = school.Enrol("S123", populated: false);

        for (var failures = 0; failures < 6; failures++)
        {
            Assert.Equal(
                DeliveryOutcome.Blocked("not_enrolled"),
                await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"), failures: failures));
        }

        school.Course.Populate(student);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(63.5, school.Grade(student)!.Score);
    }

    [Fact]
    public async Task A_column_that_was_taken_away_is_made_anew()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var student = school.Enrol("S123");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Course.Remove(Assert.Single(school.Course.Columns));

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        Assert.Equal(63.5, school.Grade(student)!.Score);
        Assert.Equal(2, school.Course.CreatedOverApi);
    }

    [Theory]
    [InlineData(QuotaResetStyle.SecondsLeft)]
    [InlineData(QuotaResetStyle.EpochSeconds)]
    public async Task A_spent_quota_lets_the_destination_rest_until_its_day_ends(QuotaResetStyle style)
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Quota.ResetStyle = style;
        school.Stub.Quota.Leave(0);
        school.Connector.Clock.Advance(TimeSpan.FromHours(20));

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));

        Assert.True(outcome.Pauses);
        Assert.Equal("throttled", outcome.Reason);
        Assert.InRange(outcome.After!.Value, TimeSpan.FromHours(4), TimeSpan.FromHours(4.3));
        var calls = school.Stub.RequestCount;
        await school.Connector.DeliverAsync(TargetHost.Result(id: "S123"));
        Assert.Equal(calls, school.Stub.RequestCount);
        school.Connector.Clock.Advance(outcome.After.Value);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Theory]
    [InlineData(QuotaResetStyle.SecondsLeft)]
    [InlineData(QuotaResetStyle.EpochSeconds)]
    public async Task The_last_calls_of_a_quota_are_left_to_those_under_way(QuotaResetStyle style)
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Quota.ResetStyle = style;
        school.Stub.Quota.Leave(4);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 64));

        Assert.Equal(DeliveryOutcome.Pause("throttled", TimeSpan.FromHours(24)), outcome);
        Assert.DoesNotContain(school.Stub.Requests, request => request.Status == 429);
    }

    [Fact]
    public async Task What_is_beyond_the_days_budget_waits_for_the_next_day()
    {
        await using var school = await BlackboardSchool.OpenAsync(("CallsPerDay", "3"));
        var student = school.Enrol("S123");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Connector.Clock.Advance(TimeSpan.FromHours(1));
        var calls = school.Stub.RequestCount;

        Assert.Equal(
            DeliveryOutcome.Pause("daily_budget_spent", TimeSpan.FromHours(23)),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 64)));
        Assert.Equal(
            DeliveryOutcome.Pause("throttled", TimeSpan.FromHours(23)),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 64)));
        Assert.True(school.Stub.RequestCount <= calls + 1, "At most a token was asked for.");

        school.Connector.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 64)));
        Assert.Equal(64, school.Grade(student)!.Score);
    }

    [Fact]
    public async Task The_days_budget_is_one_for_all_processes_and_a_restart_gives_nothing_back()
    {
        await using var school = await BlackboardSchool.OpenAsync(("CallsPerDay", "7"));
        school.Enrol("S123");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        using var beside = school.ConnectBeside(("CallsPerDay", "7"));
        school.Connector.Clock.Advance(TimeSpan.FromHours(2));

        var outcomes = new List<DeliveryOutcome>();
        for (var percent = 60; percent < 64; percent++)
            outcomes.Add(await beside.DeliverAsync(TargetHost.Result(id: "S123", percent: percent)));
        outcomes.Add(await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 64)));
        using var restarted = school.ConnectBeside(("CallsPerDay", "7"));
        outcomes.Add(await restarted.DeliverAsync(TargetHost.Result(id: "S123", percent: 65)));

        var spent = DeliveryOutcome.Pause("daily_budget_spent", TimeSpan.FromHours(22));
        Assert.Equal(spent, outcomes[^1]);
        Assert.Equal(spent, outcomes[^2]);
        Assert.Equal(7, school.Stub.Requests.Count(request => !request.Path.EndsWith("/oauth2/token", StringComparison.Ordinal)));
        school.Connector.Clock.Advance(TimeSpan.FromHours(22));
        Assert.Equal(DeliveryOutcome.Delivered, await restarted.DeliverAsync(TargetHost.Result(id: "S123", percent: 66)));
    }

    [Fact]
    public async Task A_process_takes_no_more_calls_in_advance_than_it_has_used()
    {
        await using var school = await BlackboardSchool.OpenAsync(("CallsPerDay", "1000"), ("Provision", null));
        school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        school.Enrol("S123");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.EndsWith(" 3", school.Connector.Store.Secrets.Single(pair => pair.Key.StartsWith("calls:", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        for (var percent = 60; percent < 80; percent++)
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: percent));

        // 1, 2, 4 and 8, and then not more than a hundredth of the day's at a time.
        Assert.EndsWith(" 25", school.Connector.Store.Secrets.Single(pair => pair.Key.StartsWith("calls:", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_right_is_left_to_a_person()
    {
        await using var school = await BlackboardSchool.OpenAsync(("Provision", null));
        school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        school.Enrol("S123");
        school.Stub.MayModifyGradebooks = false;

        Assert.Equal(DeliveryOutcome.Blocked("no_right_to_grade"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }
}
