using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>What every target does about a write that takes effect only after it was given up.</summary>
public abstract class LateWriteConformance(School school) : SchoolTest(school)
{
    private static readonly TimeSpan s_enough = TimeSpan.FromHours(6);

    /// <summary>What the product relies on: a write that was given up takes effect within two minutes, or never.</summary>
    private static readonly TimeSpan s_latest = TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1);

    private enum Moment
    {
        /// <summary>As late as it can, and yet before it is sent again.</summary>
        BeforeTheNext,

        /// <summary>When it is sent again, and has passed all that is looked for before.</summary>
        DuringTheNext,

        AfterTheNext,
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_takes_effect_after_it_was_given_up_doubles_nothing(bool isHeld)
    {
        var expected = new List<SectionResult>();

        // A section for each moment: what is made once for a section is made late too.
        foreach (var (when, section) in Enum.GetValues<Moment>().Zip(School.Sections))
        {
            var (landed, isLate) = (0, true);
            while (isLate)
            {
                var result = Enrolled(section, expected.Count);
                expected.Add(result);
                School.Faults.ApplyLate(NumberAfter(landed), isHeld);
                await using var connector = await VirtualConnector.StartAsync(School, [result]);
                await connector.TryAsync(attempts: 1, s_enough);
                isLate = School.Faults.Late.Count > 0;
                School.Faults.Clear();
                if (isLate)
                    await LandAsync(connector, when);

                await connector.DrainAsync(s_enough);
                Assert.Equal(DeliveryState.Delivered, Assert.Single(await connector.DeliveriesAsync()).State);
                landed += isLate ? 1 : 0;
            }

            Assert.NotEqual(0, landed);
        }

        AssertAtTarget(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_newer_result_stands_although_a_write_of_the_older_takes_effect_as_late_as_it_can(bool isHeld)
    {
        var expected = new List<SectionResult>();
        var isLate = true;
        for (var landed = 0; isLate; landed++)
        {
            var older = Enrolled("Math", landed);
            var newer = older with { Percent = older.Percent + 20, Readiness = "fail", ScoredAt = older.ScoredAt!.Value.AddHours(1) };
            expected.AddRange(School.KeepsOlder ? [older, newer] : [newer]);
            School.Faults.ApplyLate(NumberAfter(landed), isHeld);
            await using var connector = await VirtualConnector.StartAsync(School, [older]);
            await connector.TryAsync(attempts: 1, s_enough);
            isLate = School.Faults.Late.Count > 0;
            School.Faults.Clear();
            Assert.True(isLate || landed > 0);
            await connector.RestartAsync([newer]);
            if (isLate)
            {
                await connector.WaitAsync(s_latest);
                Assert.DoesNotContain(401, await School.Faults.Late.LandAsync());
            }

            await connector.DrainAsync(s_enough);
            Assert.Equal(
                [isLate ? DeliveryState.Superseded : DeliveryState.Delivered, DeliveryState.Delivered],
                (await connector.DeliveriesAsync()).OrderBy(row => row.Id).Select(row => row.State));
        }

        AssertAtTarget(expected);
    }

    // The first twice: what is made once for a section was made by then, and the writes are counted anew.
    private static int NumberAfter(int landed) => Math.Max(landed - 1, 0);

    private async Task LandAsync(VirtualConnector connector, Moment when)
    {
        switch (when)
        {
            case Moment.DuringTheNext:
                School.Faults.AtWrite(() => School.Faults.Late.LandAsync().GetAwaiter().GetResult());
                await connector.WaitAsync(s_latest);
                break;

            case Moment.AfterTheNext:
                await connector.TryAsync(attempts: 2, s_latest);
                break;

            default:
                await connector.ApproachAsync();
                break;
        }

        Assert.DoesNotContain(401, await School.Faults.Late.LandAsync());
    }

    private SectionResult Enrolled(string section, int student)
    {
        var (id, email) = ($"S{2000 + student}", $"late{student}@school.example");
        School.Enrol(id, email);
        return Result(id, email, section, 40 + student, 500 + student);
    }
}
