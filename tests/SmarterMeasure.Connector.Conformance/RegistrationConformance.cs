using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>
/// Two registrations of one student, and four results in every order: what stands in the gradebook at the end is the one that
/// the destination counts.
/// </summary>
public abstract class RegistrationConformance(TestDatabase database) : DeliveryConformance(database)
{
    // By their time; the second has the highest percentage, and the last shares it with none.
    private static readonly Scored[] Results =
        [new("71", 1, 40), new("72", 2, 90), new("71", 3, 70.5m), new("72", 4, null)];

    private readonly Dictionary<string, string> _gradebook = new(StringComparer.Ordinal);

    [Theory]
    [InlineData(CountedAttempt.Latest, 4)]
    [InlineData(CountedAttempt.Best, 2)]
    [InlineData(CountedAttempt.First, 1)]
    public async Task Of_four_results_in_any_order_the_right_one_stands(CountedAttempt counted, int right)
    {
        var wrong = new List<string>();
        foreach (var (order, number) in Orders([.. Results]).Select((order, number) => (order, number)))
        {
            foreach (var pace in Enum.GetValues<Pace>())
            {
                var section = $"section-{number}-{pace}";
                await RunAsync(section, order, counted, pace);
                if (_gradebook[section.ToLowerInvariant()] != $"{right}")
                    wrong.Add($"{pace} {string.Join(' ', order.Select(result => result.Time))}: {_gradebook[section.ToLowerInvariant()]}");
            }
        }

        Assert.Empty(wrong);
    }

    private async Task RunAsync(string section, IReadOnlyList<Scored> order, CountedAttempt counted, Pace pace)
    {
        var underWay = new List<Delivery>();
        foreach (var result in order)
        {
            await StoreAsync(Of(section, result, counted));
            if (pace == Pace.OneByOne)
                await DrainAsync();
            else if (pace == Pace.Overlapping)
                await BeginAsync(underWay);
        }

        underWay.Reverse();
        foreach (var delivery in underWay)
            await EndAsync(delivery);
        await DrainAsync();
    }

    private async Task DrainAsync()
    {
        for (var sent = new List<Delivery>(); await BeginAsync(sent); sent.Clear())
        {
            foreach (var delivery in sent)
                await EndAsync(delivery);
            Clock.Advance(Lease); // Nothing waits longer than the lease of what it waits for.
        }
    }

    /// <summary>Takes what is due and claims the account, and adds what may be sent; false when nothing is due.</summary>
    private async Task<bool> BeginAsync(List<Delivery> sent)
    {
        var leased = await Ledger.LeaseAsync("canvas", 10, Lease, Cancel);
        foreach (var delivery in leased)
        {
            var claim = await Ledger.ClaimAsync(delivery, "4711", Cancel);
            if (claim.Result == AccountClaimResult.GoAhead)
                sent.Add(delivery);
            else if (claim.Result == AccountClaimResult.Superseded)
                await SettleAsync(delivery, DeliveryState.Superseded);
            else
                await Ledger.SettleAsync(
                    delivery,
                    new Settlement(DeliveryState.Retrying, "other_registration_underway", Now + claim.Wait, IsFailure: false), Cancel);
        }

        return leased.Count > 0;
    }

    private async Task EndAsync(Delivery delivery)
    {
        _gradebook[delivery.Result.Section.ToLowerInvariant()] = delivery.Operation.Split(':')[^1];
        Assert.True(await SettleAsync(delivery, DeliveryState.Delivered));
    }

    private static NewDelivery Of(string section, Scored result, CountedAttempt counted)
    {
        var delivery = New($"{result.User}:{section}:{result.Time}", result.Time, $"{result.User}/{section}");
        return delivery with
        {
            Rank = ResultRank.Of(counted, result.Percent, delivery.Version),
            Result = new SectionResult
            {
                Student = new StudentRef { UserId = result.User },
                Section = section,
                Percent = result.Percent,
            },
        };
    }

    private static IEnumerable<IReadOnlyList<Scored>> Orders(List<Scored> results) => results.Count == 0
        ? [[]]
        : results.SelectMany(first => Orders([.. results.Where(each => each != first)]).Select(rest => (IReadOnlyList<Scored>)[first, .. rest]));

    private sealed record Scored(string User, int Time, decimal? Percent);

    private enum Pace
    {
        /// <summary>Each is delivered before the next arrives.</summary>
        OneByOne,

        /// <summary>All arrive before the first is sent.</summary>
        Together,

        /// <summary>Each is under way when the next arrives.</summary>
        Overlapping,
    }
}
