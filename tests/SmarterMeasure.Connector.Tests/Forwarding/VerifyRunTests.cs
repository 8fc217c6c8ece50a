using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Tests.Forwarding;

/// <summary>What a run says of a gradebook, and that it asks gently and loses nothing when it is broken off.</summary>
public sealed class VerifyRunTests
{
    private static readonly DateTimeOffset s_changed = new(2026, 9, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_difference_is_told_with_its_delivery_and_all_else_is_the_same()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 12);
        Plant(school);

        var report = await school.VerifyAsync();

        Assert.Equal(
            (24L, 20L, 1L, 1L, 1L, 1L, false),
            (report.Compared, report.Same, report.Changed, report.Missing, report.OtherStudent, report.Unknown, report.IsAllSame));
        Assert.Equal(
            [
                (await school.IdOfAsync("2", "LifeFactors"), StandingKind.Changed, "teacher-9", s_changed),
                (await school.IdOfAsync("3", "LifeFactors"), StandingKind.Missing, null, null),
                (await school.IdOfAsync("11", "Math"), StandingKind.OtherStudent, null, null),
                (await school.IdOfAsync("12", "Math"), StandingKind.Unknown, null, (DateTimeOffset?)null),
            ],
            report.Differences.Select(one => (one.Id, one.Kind, one.ChangedBy, one.ChangedAt)).OrderBy(one => one.Id));
        Assert.Empty(report.Faults);
    }

    [Fact]
    public async Task Calls_are_full_although_pages_are_not()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 12);

        await school.VerifyAsync();

        Assert.Equal([5, 5, 5, 5, 2, 2], school.Canvas.Calls); // Of twelve results in each of two sections.
    }

    [Fact]
    public async Task One_section_is_verified_alone()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 6);
        Plant(school);

        var report = await school.VerifyAsync(section: "lifefactors");

        Assert.Equal((6L, 4L), (report.Compared, report.Same));
        Assert.All(report.Differences, one => Assert.Equal("LifeFactors", one.Section));
    }

    [Fact]
    public async Task A_section_that_is_no_longer_configured_is_left_out()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 3);
        school.Canvas.Dropped = "Math";

        var report = await school.VerifyAsync();

        Assert.Equal((3L, true), (report.Compared, report.IsAllSame));
    }

    [Fact]
    public async Task A_run_that_was_killed_goes_on_where_it_was_and_tells_all_it_has_found()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 12);
        Plant(school);
        using var kill = new CancellationTokenSource();
        school.Canvas.Answer = async (call, _) =>
        {
            if (call == 3)
                await kill.CancelAsync();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => school.VerifyAsync(kill: kill));
        VerifyReport? before = null;

        var report = await school.VerifyAsync(watch: new VerifyWatch { Resumed = found => before = found });

        Assert.InRange(before!.Compared, 1, 23);
        Assert.Equal((24L, 20L, 4), (report.Compared, report.Same, report.Differences.Count));
        Assert.InRange(school.Canvas.Calls.Count, 6, 8); // No more than a page was asked for twice.

        Assert.Equal((24L, 4), await CountAsync()); // The next begins anew.

        async Task<(long, int)> CountAsync() =>
            await school.VerifyAsync() is var again ? (again.Compared, again.Differences.Count) : default;
    }

    [Fact]
    public async Task A_rest_and_a_fault_that_passes_are_waited_out()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 6);
        var waits = new List<(string, TimeSpan)>();
        school.Canvas.Answer = (call, _) => Task.FromResult(call switch
        {
            1 => VerifyAnswer.Failed(DeliveryOutcome.Pause("rate_limited", TimeSpan.FromMinutes(3))),
            2 => VerifyAnswer.Failed(DeliveryOutcome.Retry("canvas_503")),
            3 => throw new InvalidOperationException("c4n4ry"),
            4 => VerifyAnswer.Of([]),
            _ => null,
        });
        var began = school.Running.Time.GetUtcNow();

        var report = await school.VerifyAsync(watch: new VerifyWatch { Waits = (reason, wait) => waits.Add((reason, wait)) });

        Assert.Equal((12L, true), (report.Compared, report.IsAllSame));
        Assert.Equal(
            ["rate_limited", "canvas_503", "unexpected: System.InvalidOperationException", "standing_missing"],
            waits.Select(wait => wait.Item1));
        Assert.Equal(TimeSpan.FromMinutes(3), waits[0].Item2);
        Assert.InRange(school.Running.Time.GetUtcNow() - began, TimeSpan.FromMinutes(3), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task A_fault_that_does_not_pass_interrupts_the_run_and_the_next_goes_on()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 12);
        school.Canvas.Answer = (call, _) =>
            Task.FromResult(call > 3 ? VerifyAnswer.Failed(DeliveryOutcome.Retry("canvas_503")) : null);

        var interrupted = await Assert.ThrowsAsync<VerifyInterruptedException>(() => school.VerifyAsync());

        Assert.Equal("canvas_503", interrupted.Reason);
        school.Canvas.Answer = (_, _) => Task.FromResult<VerifyAnswer?>(null);
        Assert.Equal(24, (await school.VerifyAsync()).Same);
    }

    [Fact]
    public async Task A_section_that_cannot_be_compared_is_a_fault_and_the_others_are_compared()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 6);
        school.Canvas.Answer = (_, section) =>
            Task.FromResult(section == "Math" ? VerifyAnswer.Failed(DeliveryOutcome.Blocked("assignment_gone")) : null);

        var report = await school.VerifyAsync();

        Assert.Equal((6L, 6L, false), (report.Same, report.Unknown, report.IsAllSame));
        Assert.Equal([new VerifyFault("Math", "assignment_gone")], report.Faults);
    }

    [Fact]
    public async Task Repair_delivers_again_what_is_gone_and_respects_what_a_person_changed()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 12);
        Plant(school);

        var report = await school.VerifyAsync(repairs: true);

        Assert.Equal(2, report.Redelivered);
        await school.Running.UntilDeliveriesAsync(all =>
            all.Count(row => row.Attempts == 2) == 2 && all.TrueForAll(row => row.State == DeliveryState.Delivered));
        Assert.Equal(70, school.Canvas.Grades[("3", "LifeFactors")]);
        Assert.Equal(StandingKind.Changed, school.Canvas.Told[("2", "LifeFactors")].Kind);
        Assert.Equal((22L, 1L, 0L), await AfterAsync()); // The other student's is with the right one now.

        async Task<(long, long, long)> AfterAsync()
        {
            school.Canvas.Told.TryRemove(("11", "Math"), out _);
            var after = await school.VerifyAsync();
            return (after.Same, after.Changed, after.Missing);
        }
    }

    [Fact]
    public async Task Repair_goes_on_with_what_a_run_without_it_has_found()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 12);
        Plant(school);
        school.Canvas.Answer = (call, _) =>
            Task.FromResult(call > 4 ? VerifyAnswer.Failed(DeliveryOutcome.Retry("canvas_503")) : null);
        await Assert.ThrowsAsync<VerifyInterruptedException>(() => school.VerifyAsync());
        school.Canvas.Answer = (_, _) => Task.FromResult<VerifyAnswer?>(null);

        var report = await school.VerifyAsync(repairs: true);

        Assert.Equal((24L, 2L), (report.Compared, report.Redelivered));
    }

    [Fact]
    public async Task Of_two_runs_the_later_one_goes_on_alone()
    {
        await using var school = await VerifiedConnector.StartAsync(students: 12);
        Task<VerifyReport>? later = null;
        school.Canvas.Answer = async (call, _) =>
        {
            if (call == 1)
                await (later = school.VerifyAsync());
            return null;
        };

        var interrupted = await Assert.ThrowsAsync<VerifyInterruptedException>(() => school.VerifyAsync());

        Assert.Equal(VerifyInterruptedException.TakenOver, interrupted.Reason);
        Assert.Equal(24, (await later!).Same);
    }

    // A teacher's change, a grade that is gone, an account that is another's, and one of which nobody can tell.
    private static void Plant(VerifiedConnector school)
    {
        school.Canvas.Told[("2", "LifeFactors")] = Standing.Changed("teacher-9", s_changed);
        school.Canvas.Grades.TryRemove(("3", "LifeFactors"), out _);
        school.Canvas.Told[("11", "Math")] = Standing.OtherStudent;
        school.Canvas.Told[("12", "Math")] = Standing.Unknown;
    }
}
