using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Sqlite.Tests;

/// <summary>After an erasure no file of the database holds the student's bytes: no free page, no log.</summary>
public sealed class ErasedBytesTests : IAsyncLifetime
{
    private const string UserId = "user-canary-4711";

    private const string Account = "account-canary-99";

    private static readonly string[] Canaries = [UserId, Account, "request-canary", "Nora Canary", "nora.canary@example.org"];

    private readonly SqliteDatabase _database = new();
    private SqliteStore _serving = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _serving = _database.NewStore();
        await _serving.OpenAsync(Cancel);
        await _serving.TakeOverAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _serving.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_file_holds_what_was_erased(bool beside)
    {
        await FillAsync();
        Assert.Equal(Canaries.Order(), Found().Select(found => found.Canary).Distinct().Order());

        if (beside)
        {
            // As the verb does it: another process on the same file, while this one goes on.
            await using var verb = _database.NewStore();
            var accepts = Task.WhenAll(Enumerable.Range(0, 200).Select(i => AcceptAsync($"meanwhile-{i}", $"other-{i}", 2000)));
            await verb.Retention.EraseAsync(UserId, Cancel);
            await accepts;
        }
        else
        {
            await _serving.Retention.EraseAsync(UserId, Cancel);
        }

        Assert.Empty(Found());
    }

    [Fact]
    public async Task What_an_earlier_call_could_not_finish_the_next_one_does()
    {
        await FillAsync();
        using (var reader = _database.OpenBeside())
        {
            reader.Execute("BEGIN");
            reader.ReadNumber("SELECT count(*) FROM event"); // Keeps the old pages in the log.
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            soon.CancelAfter(TimeSpan.FromMilliseconds(500));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => _serving.Retention.EraseAsync(UserId, soon.Token));
        }

        Assert.NotEmpty(Found());
        await _serving.Retention.EraseAsync(UserId, Cancel);

        Assert.Empty(Found());
    }

    /// <summary>Leaves the student's data in every place there is, among that of many others.</summary>
    private async Task FillAsync()
    {
        for (var i = 0; i < 40; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(j => AcceptAsync($"o-{i}-{j}", $"other-{(i * 20) + j}", 100 * j)));
            if (i % 8 == 0)
                await AcceptAsync($"c-{i}", UserId, 600 * i);
        }

        await AcceptAsync("c-0", UserId, 30); // A conflict.
        await AcceptAsync("", UserId, 300, new Envelope { QuarantineReason = "unreadable_json" });
        await AcceptAsync("c-q", UserId, 300, Sound("c-q", UserId) with { QuarantineReason = "wrong_shape" });
        for (var leased = await LeaseAsync(); leased.Count > 0; leased = await LeaseAsync())
        {
            foreach (var row in leased)
                await _serving.CompleteAsync(row, [Delivery(row)], Cancel);
        }

        foreach (var delivery in await _serving.LeaseAsync("canvas", 1000, TimeSpan.FromMinutes(1), Cancel))
        {
            await _serving.SettleAsync(
                delivery,
                new Settlement(DeliveryState.Delivered, null, DateTimeOffset.UnixEpoch, false)
                {
                    Request = $"PUT /{delivery.Result.Student.UserId} {(delivery.Result.Student.UserId == UserId ? "request-canary" : "")}",
                },
                Cancel);
        }

        var mine = await _serving.Deliveries.ReadAsync(DeliveryFilter.All, Cancel)
            .FirstAsync(row => row.Result!.Student.UserId == UserId, Cancel);
        await _serving.Deliveries.MapAsync(mine.Id, Account, Cancel);

        await AcceptAsync("c-waits", UserId, 9000);

        Task<IReadOnlyList<LeasedEvent>> LeaseAsync() => _serving.LeaseAsync(100, TimeSpan.FromMinutes(1), Cancel);
    }

    private async Task AcceptAsync(string id, string user, int padding, Envelope? envelope = null)
    {
        var who = user == UserId ? "Nora Canary <nora.canary@example.org>" : "Somebody Else <else@example.org>";
        var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes($"{id} \"{user}\" {who} {new string('.', padding)} {who}"));
        await _serving.AcceptAsync(
            new ReceivedEvent(envelope ?? Sound(id, user), body, body.ComputeHash(), DateTimeOffset.UtcNow), Cancel);
    }

    private static Envelope Sound(string id, string user) => new()
    {
        CallbackId = id,
        Event = SmarterMeasureEvents.Completed,
        UserId = user,
        Format = PayloadFormat.Json,
    };

    private static NewDelivery Delivery(LeasedEvent cause) => new()
    {
        Destination = "canvas",
        Operation = $"section-result:{cause.UserId}:reading:{cause.CallbackId}",
        Subject = $"section-result:{cause.UserId}:reading",
        Version = DateTimeOffset.UnixEpoch.AddSeconds(cause.Id),
        Result = new SectionResult
        {
            Student = new StudentRef
            {
                UserId = cause.UserId,
                Email = cause.UserId == UserId ? "nora.canary@example.org" : "else@example.org",
            },
            Section = "reading",
        },
    };

    private List<(string File, string Canary)> Found() => [.. _database.ReadFiles().SelectMany(file => Canaries
        .Where(canary => file.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(canary)) >= 0)
        .Select(canary => (file.Name, canary)))];
}
