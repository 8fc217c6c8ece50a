using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>What was received once is known for as long as it is kept: however much came since, and whichever process took it.</summary>
public sealed class SeenKeysTests : IAsyncDisposable
{
    private const long Era = 1L << 12;
    private const long Filter = 1L << 20;

    private readonly SqliteDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_event_is_known_again_in_every_process_whenever_and_by_whomever_it_was_taken()
    {
        // Around the ends of eras and filters, close together and with wide gaps, as purges leave them.
        long[] places = [0, Era - 2, Era, 63 * Era, Filter - 3, Filter + (70 * Era) - 1, (4 * Filter) - 1, 4 * Filter];
        await using var one = _database.NewStore();
        await using var other = _database.NewStore();
        var stores = new[] { one, other };
        await one.OpenAsync(Cancel);
        var ids = new List<string>();
        foreach (var place in places)
        {
            GoOnFrom(place);
            for (var i = 0; i < 6; i++)
            {
                ids.Add($"id-{place}-{i}");
                Assert.Equal(Acceptance.New, await AcceptAsync(stores[i / 2 % 2], ids[^1]));
            }

            Assert.Equal(Acceptance.Conflict, await AcceptAsync(stores[ids.Count / 6 % 2], ids[^3], "another body"));
        }

        await using var later = _database.NewStore();
        foreach (var store in (SqliteStore[])[one, other, later])
        {
            foreach (var id in ids)
            {
                Assert.Equal(Acceptance.Duplicate, await AcceptAsync(store, id.ToUpperInvariant(), id));
                Assert.Equal(Acceptance.Conflict, await AcceptAsync(store, id, "another body"));
            }
        }

        Assert.Equal(ids.Count * 2, await one.Events.ListAsync(EventFilter.All, Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task A_key_that_another_process_gave_to_an_old_event_is_taken()
    {
        await using var serving = _database.NewStore();
        Assert.Equal(Acceptance.New, await serving.AcceptAsync(Unreadable("half a body"), Cancel));
        GoOnFrom(Filter * 2);
        Assert.Equal(Acceptance.New, await AcceptAsync(serving, "a"));

        await using (var verb = _database.NewStore())
        {
            Assert.Equal(ReplayOutcome.AlreadyReceived, await verb.Events.ReplayAsync(1, Samples.Event("a").Envelope, Cancel));
            Assert.Equal(ReplayOutcome.Queued, await verb.Events.ReplayAsync(1, Samples.Event("b").Envelope, Cancel));
        }

        Assert.Equal(Acceptance.Conflict, await AcceptAsync(serving, "b"));
        Assert.Equal(Acceptance.Duplicate, await AcceptAsync(serving, "a"));
        Assert.Equal(Acceptance.New, await AcceptAsync(serving, "c"));
    }

    [Fact]
    public async Task What_another_process_stores_in_the_place_of_what_was_taken_back_is_known()
    {
        await using var other = _database.NewStore();
        await AcceptAsync(other, "a");
        using var session = _database.NewSession();
        session.Begin();
        foreach (var id in (string[])["b", "c", "d"])
            Assert.Equal(Acceptance.New, AcceptIn(session, id));
        session.Rollback();

        await AcceptAsync(other, "e");
        session.Begin();

        Assert.Equal(Acceptance.Duplicate, AcceptIn(session, "e"));
        Assert.Equal(Acceptance.New, AcceptIn(session, "c"));
        session.Rollback();
    }

    [Fact]
    public async Task A_repetition_in_the_same_commit_is_known_also_when_all_before_was_purged()
    {
        await using (var store = _database.NewStore())
            await store.OpenAsync(Cancel);
        using (var beside = _database.OpenBeside())
            beside.Execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('event', 200000000)");
        using var session = _database.NewSession();

        session.Begin();
        Assert.False(session.Keys.IsReaching);
        Assert.Equal(Acceptance.New, AcceptIn(session, "a"));
        Assert.Equal(Acceptance.Duplicate, AcceptIn(session, "a"));
        session.Commit();
        session.Begin();
        Assert.Equal(Acceptance.Duplicate, AcceptIn(session, "a"));
        session.Rollback();
    }

    [Fact]
    public async Task Contradictions_about_an_erased_student_are_found_in_every_era()
    {
        await using var store = _database.NewStore();
        await AcceptAsync(store, "a");
        foreach (var place in (long[])[Era * 3, Filter, Filter * 3])
        {
            GoOnFrom(place);
            Assert.Equal(Acceptance.Conflict, await AcceptAsync(store, "a", $"other {place}"));
            await store.AcceptAsync(Samples.Event($"b{place}", user: "72"), Cancel);
        }

        Assert.Equal(4, (await store.Retention.EraseAsync("71", Cancel)).Events);
    }

    [Fact]
    public void A_filter_knows_a_million_hashes_and_few_others()
    {
        var (filter, random) = (new KeyFilter(), new Random(7));
        long[] added = [.. Enumerable.Range(0, 1 << 20).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
        foreach (var hash in added)
            filter.Add(hash);

        Assert.All(added.Where((_, i) => i % 100 == 0), hash => Assert.True(filter.MayContain(hash)));
        Assert.InRange(Enumerable.Range(0, 1_000_000).Count(_ => filter.MayContain(random.NextInt64(long.MinValue, long.MaxValue))), 0, 100);
    }

    private static Task<Acceptance> AcceptAsync(SqliteStore store, string id, string? body = null) =>
        store.AcceptAsync(Samples.Event(id, body: body), Cancel);

    private static Acceptance AcceptIn(WriteSession session, string id)
    {
        var received = Samples.Event(id);
        using (received.Body)
            return session.Events.Accept(received, EventKey.Of(DedupKey.Of(received)));
    }

    private static ReceivedEvent Unreadable(string text)
    {
        var body = PooledBody.CopyOf(System.Text.Encoding.UTF8.GetBytes(text));
        return new ReceivedEvent(EnvelopeReader.Read(body.Span), body, body.ComputeHash(), DateTimeOffset.UnixEpoch.AddYears(56));
    }

    /// <summary>Lets the next event have an id after this one, as if those between had been purged.</summary>
    private void GoOnFrom(long id)
    {
        using var beside = _database.OpenBeside();
        beside.Execute($"UPDATE sqlite_sequence SET seq = max(seq, {id}) WHERE name = 'event'");
    }
}
