using FakeCampus.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>Assignments that are given by their names, and made when they are missing and it is asked for.</summary>
public sealed class CanvasProvisionTests
{
    private const string Name = "SM: Life Factors é";
    private static readonly DeliveryOutcome s_beingMade = DeliveryOutcome.Pause("canvas_assignment_being_made", TimeSpan.FromSeconds(5));

    [Fact]
    public async Task The_requests_are_those_on_file()
    {
        await using var school = await OpenAsync();

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));

        Assert.Equal(["GET", "GET", "GET", "POST", "GET", "PUT"], school.Canvas.Requests.Select(request => request.Method));
        CanvasRequestTests.IsOnFile("canvas-find-assignment.http", school.Canvas.Requests[1]);
        CanvasRequestTests.IsOnFile("canvas-provision.http", school.Canvas.Requests[3]);
    }

    [Fact]
    public async Task An_assignment_of_our_own_is_a_published_percentage_outside_of_the_final_grade()
    {
        await using var school = await OpenAsync();

        await school.Connector.DeliverAsync("S123", percent: 63.5m);

        var made = Made(school);
        Assert.Equal(
            (100m, GradingType.Percent, true, true),
            (made.PointsPossible, made.GradingType, made.OmitFromFinalGrade, made.Published));
        Assert.Equal(63.5m, Assert.Single(school.Course.Submissions).Score);
    }

    [Fact]
    public async Task It_is_made_once_however_many_ask_for_it()
    {
        await using var school = await OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => school.Connector.DeliverAsync("S123")));
        using var other = school.Connect();

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        Assert.Equal(DeliveryOutcome.Delivered, await other.DeliverAsync("S123"));
        Assert.Equal(1, school.Course.CreatedOverApi);
    }

    [Fact]
    public async Task Of_two_nodes_that_see_none_one_makes_it_and_the_other_finds_it()
    {
        await using var school = await OpenAsync();
        using var other = school.Connect();
        DeliveryOutcome? ofOther = null;
        school.Connector.Store.AfterNextRead = async () => ofOther = await other.DeliverAsync("S123");

        Assert.Equal(s_beingMade, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(DeliveryOutcome.Delivered, ofOther);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(1, school.Course.CreatedOverApi);
    }

    [Fact]
    public async Task A_node_that_saw_none_looks_again_before_it_makes_one()
    {
        await using var school = await OpenAsync();
        using var other = school.Connect();
        school.Canvas.Faults.Next(CanvasFault.ServerError, method: "POST");
        Assert.Equal(
            DeliveryOutcome.Retry("canvas_provision_500: error_code=internal_server_error"), await other.DeliverAsync("S123"));

        // What the error left open came about after all, while this node was about to take the claim that has run out.
        school.Connector.Clock.Advance(TimeSpan.FromMinutes(5));
        school.Connector.Store.AfterNextRead = () =>
        {
            school.Course.AddAssignment(Name);
            return Task.CompletedTask;
        };

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(0, school.Course.CreatedOverApi);
    }

    [Theory]
    [InlineData(CanvasFault.ResetAfter)]
    [InlineData(CanvasFault.HalfAnswer)]
    public async Task What_was_made_while_the_answer_was_lost_is_found(CanvasFault fault)
    {
        await using var school = await OpenAsync();
        school.Canvas.Faults.Next(fault, method: "POST");

        Assert.Equal(DeliveryOutcome.Retry("canvas_provision_unreachable"), await school.Connector.DeliverAsync("S123"));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(1, school.Course.CreatedOverApi);
    }

    [Fact]
    public async Task What_may_yet_be_made_is_waited_for_before_it_is_made_again()
    {
        await using var school = await OpenAsync();
        school.Canvas.Faults.Next(CanvasFault.ResetBefore, method: "POST");

        Assert.Equal(DeliveryOutcome.Retry("canvas_provision_unreachable"), await school.Connector.DeliverAsync("S123"));
        Assert.Equal(s_beingMade, await school.Connector.DeliverAsync("S123"));
        school.Connector.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(1, school.Course.CreatedOverApi);
    }

    [Fact]
    public async Task A_right_that_is_given_later_is_used_at_once()
    {
        await using var school = await OpenAsync();
        school.Canvas.Campus.MayCreateAssignments = false;

        Assert.Equal(DeliveryOutcome.Retry("canvas_provision_denied"), await school.Connector.DeliverAsync("S123"));
        school.Canvas.Campus.MayCreateAssignments = true;
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task Only_the_exact_name_counts_on_whatever_page_it_stands()
    {
        await using var school = await OpenAsync(("Provision", null));
        for (var i = 0; i < 120; i++)
            school.Course.AddAssignment($"{Name} {i}");
        var own = school.Course.AddAssignment(Name);

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(own.Id, Assert.Single(school.Course.Submissions).AssignmentId);
    }

    [Fact]
    public async Task Of_two_of_one_name_none_is_taken_for_ours()
    {
        await using var school = await OpenAsync();
        school.Course.AddAssignment(Name);
        school.Course.AddAssignment(Name);

        Assert.Equal(
            DeliveryOutcome.Blocked("target_unfit: assignment_ambiguous: Several assignments have this name: rename the others, or configure the number of the one that is meant."),
            await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task Without_leave_to_make_it_a_missing_assignment_is_waited_for()
    {
        await using var school = await OpenAsync(("Provision", null));

        Assert.StartsWith("target_unfit: assignment_missing: ", (await school.Connector.DeliverAsync("S123")).Reason, StringComparison.Ordinal);
        Assert.Equal(0, school.Course.CreatedOverApi);
        school.Course.AddAssignment(Name);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
    }

    [Fact]
    public async Task One_that_was_taken_away_is_made_anew_for_the_next_result()
    {
        await using var school = await OpenAsync();
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        school.Course.Remove(Made(school));
        school.Connector.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(DeliveryOutcome.Retry("canvas_assignment_gone"), await school.Connector.DeliverAsync("S123"));
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
        Assert.Equal(2, school.Course.CreatedOverApi);
    }

    [Fact]
    public async Task A_trial_makes_nothing_and_claims_nothing()
    {
        await using var school = await OpenAsync();

        var foreseen = await school.Connector.Destination.ForeseeAsync(
            CanvasHost.Delivery("S123"), TestContext.Current.CancellationToken);

        Assert.Contains("/assignments/new/submissions/", foreseen!.Request, StringComparison.Ordinal);
        Assert.Equal(0, school.Course.CreatedOverApi);
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync("S123"));
    }

    private static CanvasAssignment Made(CanvasSchool school) => Assert.Single(school.Course.Assignments, one => one.Name == Name);

    private static async Task<CanvasSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings)
    {
        var school = await CanvasSchool.OpenAsync(
            CanvasSchool.Below([("Assignments:LifeFactors", Name), ("Provision", "true"), .. settings]));
        school.Enrol("q@school.example", "S123");
        return school;
    }
}
