using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using SmarterMeasure.Connector.Dispatch;

namespace SmarterMeasure.Connector.Api.Enrichment;

/// <summary>
/// What the API says of users, kept for a while. However many ask for a user at once, one asks the API. Holds personal data,
/// in memory only. Safe for use from many threads.
/// </summary>
internal sealed class UserResultsCache(SmarterMeasureApi api, TimeProvider time) : IDisposable
{
    /// <summary>How long an answer is of any use.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How long one who asks waits in all; the question goes on, and its answer serves the next.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = 10_000, Clock = new Clock(time) });
    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>A user's results.</summary>
    /// <param name="userId">The registration's id.</param>
    /// <param name="asOf">An answer that was asked for earlier does not count.</param>
    /// <param name="cancel">Ends this caller's wait; others go on.</param>
    /// <returns>Null when the API knows no such user.</returns>
    /// <exception cref="RetryLaterException">The API cannot tell for now.</exception>
    public async Task<UserResult?> GetAsync(string userId, DateTimeOffset asOf, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            if (_answers.TryGetValue(userId, out Answer? known) && known!.AskedAt >= asOf)
                return known.User;

            var mine = new Flight(time.GetUtcNow(), this, userId);
            var flight = _flights.GetOrAdd(userId, mine);
            var answer = await WaitAsync(flight.Answer, Patience - time.GetElapsedTime(begun), cancel);
            if (flight == mine || answer.AskedAt >= asOf)
                return answer.User; // The one who asks now takes what there is, even if the clock goes back meanwhile.
        }
    }

    private async Task<Answer> WaitAsync(Task<Answer> answer, TimeSpan atMost, CancellationToken cancel)
    {
        try
        {
            return await answer.WaitAsync(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, time, cancel);
        }
        catch (TimeoutException late)
        {
            throw new RetryLaterException(ApiReasons.Unavailable, inner: late);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _answers.Dispose();

    private async Task<Answer> AskAsync(Flight flight, string userId)
    {
        try
        {
            var query = new ExpandedResultsQuery { UserIds = [userId] };
            var page = await api.Client.ReadExpandedResultsAsync(query, start: 1, count: 1, CancellationToken.None);
            var user = page.Items.FirstOrDefault(item => item.UserId == userId);
            var answer = new Answer(flight.AskedAt, user);
            if (user is not null) // One whom the API does not know yet, it may know in a moment.
                _answers.Set(userId, answer, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Longest });
            return answer;
        }
        catch (SmarterMeasureApiException failure)
        {
            throw new RetryLaterException(ApiReasons.Of(failure), inner: failure);
        }
        finally
        {
            _flights.TryRemove(KeyValuePair.Create(userId, flight));
        }
    }

    /// <summary>What the API said.</summary>
    private sealed record Answer(DateTimeOffset AskedAt, UserResult? User);

    /// <summary>A question that is under way. Takes off with the first who waits for it.</summary>
    private sealed class Flight
    {
        private readonly Lazy<Task<Answer>> _answer;

        public Flight(DateTimeOffset askedAt, UserResultsCache cache, string userId)
        {
            AskedAt = askedAt;
            _answer = new Lazy<Task<Answer>>(() => cache.AskAsync(this, userId));
        }

        public DateTimeOffset AskedAt { get; }

        public Task<Answer> Answer => _answer.Value;
    }

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
