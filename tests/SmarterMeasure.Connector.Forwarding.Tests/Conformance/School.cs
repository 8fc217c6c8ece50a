using FakeCampus.Serving;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>One target with its students, and how a connector is configured for it.</summary>
public abstract class School : IAsyncDisposable
{
    /// <summary>The sections that every school takes as a score.</summary>
    public static readonly IReadOnlyList<string> Sections = ["LifeFactors", "Math", "Reading"];

    /// <summary>The time of the school and of the connector.</summary>
    public SchoolClock Clock { get; } = new(new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero));

    /// <summary>How many deliveries the connector makes at a time.</summary>
    public int Concurrency { get; private set; } = 1;

    /// <summary>The destination's configuration, below <c>Destinations:target</c>.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>What goes wrong between the connector and the target.</summary>
    public abstract IFaults Faults { get; }

    /// <summary>What the connector did that it never should: counted by the target, by name.</summary>
    public abstract IReadOnlyList<string> Violations { get; }

    /// <summary>How many requests came.</summary>
    public abstract long RequestCount { get; }

    public abstract Task StartAsync(CancellationToken cancel);

    /// <summary>
    /// Lets the connector make several deliveries at a time. What is under way cannot be called back when another call is
    /// throttled: so many may still come, and each once more, because an answer may overtake the refusal, and because the client
    /// itself repeats what a connection lost.
    /// </summary>
    public void Send(int atATime)
    {
        Concurrency = atATime;
        Faults.UnderWay = 2 * (atATime - 1);
    }

    /// <summary>Adds a student whom the target knows by this id.</summary>
    public abstract void Enrol(string internalId, string email);

    /// <summary>
    /// Everything that stands at the target, one entry per record: a student's id, the section and the score. Two entries that
    /// are the same are a doubled effect.
    /// </summary>
    public abstract IEnumerable<(string Student, string Section, decimal Score)> Results();

    /// <summary>Whether a newer result stands beside the older one, and not in its place.</summary>
    public virtual bool KeepsOlder => false;

    /// <summary>What stands beside the scores, such as texts for instructors, one entry per record.</summary>
    public virtual IEnumerable<string> Beside() => [];

    /// <summary>What a result leaves beside its score.</summary>
    public virtual IEnumerable<string> BesideOf(SectionResult result) => [];

    /// <summary>
    /// What a teacher, or an adviser, sees of a student's section, in percent of what the item is worth; null for nothing. By
    /// default what <see cref="Results"/> has.
    /// </summary>
    public virtual decimal? SeenByTeacher(string student, string section)
    {
        var seen = Results().Where(result => result.Student == student && result.Section == section).ToList();
        return seen.Count == 0 ? null : seen[^1].Score;
    }

    /// <summary>
    /// What an item, or a student's place in it, may be like so that a result is lost or distorted there, each with the way back.
    /// To add one: say what an administrator would call it, and change the target's stub as a person would change the target.
    /// </summary>
    public virtual IReadOnlyList<ItemCondition> Conditions => [];

    public abstract ValueTask DisposeAsync();
}

/// <summary>What an item, or a student's place in it, is like.</summary>
/// <param name="Name">As an administrator would call it.</param>
/// <param name="Plant">Makes it so, for a student and a section.</param>
/// <param name="Mend">Makes it as it was.</param>
public sealed record ItemCondition(string Name, Action<string, string> Plant, Action<string, string> Mend)
{
    /// <summary>Whether it makes no difference in the end: a result stands under it too.</summary>
    public bool IsHarmless { get; init; }

    public override string ToString() => Name;
}

/// <summary>What can go wrong on the way to a target.</summary>
public interface IFaults
{
    /// <summary>How many answers are being held: those who wait for them wait until their time is over.</summary>
    int Held { get; }

    /// <summary>The requests that take effect late.</summary>
    LateRequests Late { get; }

    /// <summary>How many requests may still come after a throttled answer.</summary>
    int UnderWay { set; }

    /// <summary>A share of the requests gets a fault of every kind that ends by itself.</summary>
    void Random(double share, int seed);

    /// <summary>A share of the requests is throttled.</summary>
    void Throttle(double share, int seed);

    /// <summary>The request with this number, from 0, is handled, and then the connection breaks, or the answer is held.</summary>
    void LoseAnswer(int number, bool holds);

    /// <summary>
    /// The write with this number, from 0, gets no answer, or its connection breaks, and takes effect when <see cref="Late"/> lands.
    /// </summary>
    void ApplyLate(int number, bool holds);

    /// <summary>Does something when the next write has come, before it is handled.</summary>
    void AtWrite(Action then);

    /// <summary>Does something when the request with this number, from 0, has come, before it is answered.</summary>
    void At(int number, Action then);

    /// <summary>Nothing but errors until <see cref="Clear"/>.</summary>
    void GoDown();

    void Clear();

    /// <summary>Whether a request may change something at the target; one for a token does not.</summary>
    static bool IsWrite(string method, string target) => method != "GET"
        && !target.EndsWith("token", StringComparison.Ordinal) && !target.StartsWith("/auth?", StringComparison.Ordinal);
}

/// <summary>The faults of a stub on the common base.</summary>
internal sealed class StubFaultPlan(StubServer stub) : IFaults
{
    private static readonly StubFault[] s_passing =
    [
        StubFault.ServerError, StubFault.BadGatewayPage, StubFault.ResetBefore, StubFault.ResetAfter, StubFault.HalfAnswer,
        StubFault.Throttled, StubFault.ExpiredToken, StubFault.Unavailable, StubFault.Slow,
    ];

    public int Held => stub.Faults.Held;

    public LateRequests Late => stub.Faults.Late;

    public int UnderWay
    {
        set => stub.UnderWay = value;
    }

    public void Random(double share, int seed) => stub.Faults.Random(share, seed, s_passing);

    public void Throttle(double share, int seed)
    {
        stub.ThrottledFor = TimeSpan.FromSeconds(90); // More than anybody would wait who was not told.
        stub.Faults.Random(share, seed, StubFault.Throttled);
    }

    public void LoseAnswer(int number, bool holds) =>
        stub.Faults.Next(holds ? StubFault.Slow : StubFault.ResetAfter, applies: Nth.Of<StubRequest>(number, _ => true));

    public void ApplyLate(int number, bool holds) => stub.Faults.Next(
        holds ? StubFault.LateHeld : StubFault.LateReset, applies: Nth.Of<StubRequest>(number, IsWrite));

    public void AtWrite(Action then) => Do(then, Nth.Of<StubRequest>(0, IsWrite));

    public void At(int number, Action then) => Do(then, Nth.Of<StubRequest>(number, _ => true));

    public void GoDown() => stub.Faults.Always = StubFault.Unavailable;

    public void Clear() => stub.Faults.Clear();

    private static bool IsWrite(StubRequest request) => IFaults.IsWrite(request.Method, request.Target);

    private void Do(Action then, Predicate<StubRequest> when) => stub.Faults.Next(StubFault.Slow, applies: request =>
    {
        if (when(request))
            then();
        return false;
    });
}
