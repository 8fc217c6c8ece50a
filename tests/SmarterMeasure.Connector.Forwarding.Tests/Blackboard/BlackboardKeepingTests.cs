using FakeCampus.Blackboard;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Blackboard;

/// <summary>Whether a result stands as an instructor sees it, whatever the column is worth and shows.</summary>
public sealed class BlackboardKeepingTests
{
    private static readonly (string Key, string? Value)[] s_existing = [("Provision", null)];

    [Theory]
    [InlineData(50, 91, 45.5, BlackboardDisplay.Score)]
    [InlineData(20, 63.5, 12.7, BlackboardDisplay.Score)]
    [InlineData(50, 91, 45.5, BlackboardDisplay.Percent)]
    [InlineData(50, 91, 45.5, BlackboardDisplay.Tabular)]
    [InlineData(100, 63.5, 63.5, BlackboardDisplay.Score)]
    public async Task A_percentage_is_scaled_to_what_the_column_is_worth(
        double worth, double percent, double points, BlackboardDisplay display)
    {
        await using var school = await BlackboardSchool.OpenAsync([.. s_existing, ("Columns:Completion", "_13_1")]);
        var student = school.Enrol("S123");
        var column = school.Course.AddColumn("sm-LifeFactors", "Life Factors", one => one with { Possible = worth, Display = display });

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: (decimal)percent)));
        Assert.Equal(points, school.Course.Shown(column, student)!.Score, 9);
        Assert.Equal(percent, school.Course.Shown(column, student)!.Percent!.Value, 9);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Completion(id: "S123")));
        Assert.Equal(worth, school.Course.Shown(column, student)!.Score);
    }

    [Fact]
    public async Task A_column_that_is_worth_something_else_by_now_is_written_again_at_once()
    {
        await using var school = await BlackboardSchool.OpenAsync(s_existing);
        var student = school.Enrol("S123");
        var column = school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Course.Change(column, one => one with { Possible = 50 });
        var calls = school.Stub.RequestCount;

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 91)));
        Assert.Equal(45.5, school.Course.Shown(column, student)!.Score);
        Assert.Equal(2, school.Stub.RequestCount - calls);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 92)));
        Assert.Equal(3, school.Stub.RequestCount - calls);
    }

    [Fact]
    public async Task Who_is_excused_has_no_result_that_an_instructor_sees()
    {
        await using var school = await BlackboardSchool.OpenAsync(s_existing);
        var student = school.Enrol("S123");
        var column = school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        school.Course.SetByInstructor(column, student, new BlackboardGrade { Exempt = true });

        Assert.Equal(DeliveryOutcome.Blocked("excused"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Null(school.Course.Shown(column, student));
        Assert.True(school.Course.Grade(column, student)!.Exempt);

        school.Course.SetByInstructor(column, student, new BlackboardGrade());
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Fact]
    public async Task A_column_of_words_keeps_no_score()
    {
        await using var school = await BlackboardSchool.OpenAsync(s_existing);
        var student = school.Enrol("S123");
        var column = school.Course.AddColumn("sm-LifeFactors", "Life Factors", one => one with { Display = BlackboardDisplay.Text });

        Assert.Equal(DeliveryOutcome.Blocked("not_kept"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Null(school.Course.Shown(column, student));

        school.Course.Change(column, one => one with { Display = BlackboardDisplay.Score });
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(63.5, school.Course.Shown(column, student)!.Score);
    }

    [Fact]
    public async Task A_column_that_turned_into_another_kind_keeps_the_result_waiting()
    {
        await using var school = await BlackboardSchool.OpenAsync(s_existing);
        school.Enrol("S123");
        var column = school.Course.AddColumn("sm-LifeFactors", "Life Factors");
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Course.Change(column, one => one with { Grading = BlackboardGrading.Calculated });

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(id: "S123", percent: 70));

        Assert.StartsWith("target_unfit: column_not_manual: ", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_search_leads_to_is_one_account_whatever_led_there()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var student = school.Enrol("S123", "quill@school.example");
        var named = TargetHost.Delivery(TargetHost.Result(id: "S123"));
        Delivery[] deliveries =
        [
            named,
            TargetHost.Delivery(TargetHost.Result(email: "quill@school.example")),
            named with { MappedTo = student.Id },
            named with { MappedTo = $"uuid:{student.Uuid}" },
            named with { MappedTo = "externalId:S123" },
        ];

        foreach (var delivery in deliveries)
        {
            var lookup = await school.Connector.Destination.FindAccountAsync(delivery, TestContext.Current.CancellationToken);
            Assert.Equal("externalId:S123", lookup.Account);
        }
    }

    [Fact]
    public async Task A_filter_that_is_ignored_leads_to_nobody_else()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Stub.IgnoresEmailFilter = true;
        var student = school.Enrol("S1", "quill@school.example");
        school.Enrol("S2");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(email: "quill@school.example")));
        Assert.Equal(student.Id, Assert.Single(school.Course.Grades).Key.User);

        // There is more than one page: somebody in another one may have the address too.
        for (var other = 0; other < 100; other++)
            school.Enrol($"T{other}");
        using var afresh = school.ConnectBeside();
        Assert.Equal(
            DeliveryOutcome.Unmatched("email_filter_ignored"), await afresh.DeliverAsync(TargetHost.Result(email: "quill@school.example")));
    }

    [Fact]
    public async Task An_address_that_may_not_be_seen_is_said_to_be_the_cause()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S1", "quill@school.example");
        school.Stub.ShowsContacts = false;

        Assert.Equal(
            DeliveryOutcome.Unmatched("email_hidden"),
            await school.Connector.DeliverAsync(TargetHost.Result(email: "quill@school.example")));
        school.Stub.MayViewUsers = false;
        Assert.Equal(
            DeliveryOutcome.Blocked("no_right_to_find_students"),
            await school.Connector.DeliverAsync(TargetHost.Result(email: "quill@school.example")));
    }
}
