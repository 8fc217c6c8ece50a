using System.Globalization;
using System.Net;
using Refit;
using SmarterMeasure.Connector.Api.Client;
using SmarterMeasure.Connector.Api.Json;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Api;

/// <summary>
/// SmarterMeasure's REST API, version 3. Safe for use from many threads; make one and keep it. Every method throws
/// <see cref="SmarterMeasureApiException"/> when the API cannot be reached or refuses. What may be sent twice is tried four
/// times before that.
/// </summary>
public sealed class SmarterMeasureClient : IDisposable
{
    private static readonly TimeSpan ShortestLink = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLink = TimeSpan.FromDays(90);

    private readonly ApiSettings _settings;
    private readonly HttpClient _http;
    private readonly ISmarterMeasureApi _api;
    private readonly Answers _answers;

    /// <summary>Makes a client. It connects with the first request.</summary>
    /// <param name="settings">Where the API is, and the credentials.</param>
    /// <param name="time">The time, for limits and for waits between attempts.</param>
    public SmarterMeasureClient(ApiSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        _settings = settings;
        _answers = new Answers(settings, time);

        // Addresses hold names and ids: tracing would write them down. A redirect would carry the secret away.
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _http = new HttpClient(new BasicAuthentication(settings) { InnerHandler = sockets })
        {
            BaseAddress = settings.BaseUrl,
            Timeout = Timeout.InfiniteTimeSpan, // Each attempt has its own, on the clock that was given.
        };
        var refit = RefitSettings.ForJsonContext(ApiJson.Default);
        refit.Serialization.Buffered = true;
        _api = RestService.ForGenerated<ISmarterMeasureApi>(_http, refit);
    }

    /// <summary>All users that a query finds, page after page.</summary>
    public IAsyncEnumerable<UserRecord> ListUsersAsync(UserQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Paging.ReadAllAsync(ReadAsync, user => user.UserId, _settings.PageSize, cancel);

        async Task<ResultsPage<UserRecord>> ReadAsync(int start, int count, CancellationToken stop) =>
            Page(await _answers.ReadAsync(token => _api.ListUsersAsync(
            query.UserId, query.InternalId, query.Email, query.FirstName, query.LastName, query.AccessCode, query.OrderBy,
            Flag(query.ExcludeCustomQuestions), Csv(query.AssessmentKeys), Csv(query.AdministrativeGroupKeys), count, start,
            token), ApiJson.Default.UserRecordPage, stop));
    }

    /// <summary>One user.</summary>
    public Task<UserDetail> GetUserAsync(string userId, CancellationToken cancel)
    {
        CheckId(userId);
        return _answers.ReadAsync(token => _api.GetUserAsync(userId, token), ApiJson.Default.UserDetail, cancel);
    }

    /// <summary>
    /// Creates a user, which is a new assessment. Sent again only when it certainly had no effect; see
    /// <see cref="SmarterMeasureApiException.MayHaveHappened"/>.
    /// </summary>
    /// <returns>The new id; null when the answer, which is not documented, does not tell it.</returns>
    public Task<string?> CreateUserAsync(NewUser user, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(user);
        return _answers.ReadOnceAsync(
            token => _api.CreateUserAsync(user, token), (_, body) => CreatedUser.FindId(body), cancel);
    }

    /// <summary>Changes a user; what is null stays.</summary>
    /// <returns>The user after it.</returns>
    public Task<UserDetail> UpdateUserAsync(string userId, UserChanges changes, CancellationToken cancel)
    {
        CheckId(userId);
        ArgumentNullException.ThrowIfNull(changes);
        return _answers.ReadAsync(
            token => _api.UpdateUserAsync(userId, changes, token), ApiJson.Default.UserDetail, cancel);
    }

    /// <summary>One user's results.</summary>
    public Task<UserResultSummary> GetUserResultsAsync(string userId, CancellationToken cancel)
    {
        CheckId(userId);
        return _answers.ReadAsync(
            token => _api.GetUserResultsAsync(userId, token), ApiJson.Default.UserResultSummary, cancel);
    }

    /// <summary>All results that a query finds, page after page.</summary>
    public IAsyncEnumerable<UserResultSummary> SearchResultsAsync(ResultsQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Paging.ReadAllAsync(ReadAsync, result => result.UserId, _settings.PageSize, cancel);

        async Task<ResultsPage<UserResultSummary>> ReadAsync(int start, int count, CancellationToken stop) =>
            Page(await _answers.ReadAsync(token => _api.SearchResultsAsync(
            Csv(query.UserIds), query.InternalId, query.FirstName, query.LastName, query.Email, query.Gender,
            query.AdminGroupUserName, query.TestingGroupUserName, Csv(query.ExtendedData),
            Flag(query.IncludeAccountRequestedData), Time(query.Started.From), Time(query.Started.Until),
            Time(query.Updated.From), Time(query.Updated.Until), Time(query.Completed.From), Time(query.Completed.Until),
            start, start + count - 1, token), ApiJson.Default.UserResultSummaryPage, stop));
    }

    /// <summary>All results in full that a query finds, page after page.</summary>
    public IAsyncEnumerable<UserResult> SearchExpandedResultsAsync(ExpandedResultsQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Paging.ReadAllAsync(
            (start, count, stop) => ReadExpandedResultsAsync(query, start, count, stop), result => result.UserId,
            _settings.PageSize, cancel);
    }

    /// <summary>One page of results in full.</summary>
    /// <param name="query">Which results.</param>
    /// <param name="start">The first row, from 1.</param>
    /// <param name="count">How many rows, 1 to 1000.</param>
    /// <param name="cancel">Stops the call.</param>
    public async Task<ResultsPage<UserResult>> ReadExpandedResultsAsync(
        ExpandedResultsQuery query, int start, int count, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(start, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1000);
        return Page(await _answers.ReadAsync(token => _api.SearchExpandedResultsAsync(
            Csv(query.UserIds), query.InternalId, query.FirstName, query.LastName, query.Email, query.Gender,
            query.AdminGroupUserName, query.TestingGroupUserName, Flag(query.IncompleteOnly), Flag(query.CompleteOnly),
            Flag(query.IncludeAccountRequestedData), Time(query.Started.From), Time(query.Started.Until),
            Time(query.Updated.From), Time(query.Updated.Until), Time(query.Completed.From), Time(query.Completed.Until),
            start, start + count - 1, token), ApiJson.Default.UserResultPage, cancel));
    }

    /// <summary>Makes a way in for a student. Whoever has the address is logged in as the student.</summary>
    public Task<SignOn> SignOnAsync(string userId, SignOnOptions options, CancellationToken cancel)
    {
        CheckId(userId);
        ArgumentNullException.ThrowIfNull(options);
        return _answers.ReadAsync(token => _api.SignOnAsync(userId, options, token), ApiJson.Default.SignOn, cancel);
    }

    /// <summary>Makes a link to a user's report. Whoever has the address reads the report.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="ttl">How long it works: 1 min to 90 d, in whole minutes, rounded up.</param>
    /// <param name="cancel">Stops the call.</param>
    public Task<ReportLink> CreateReportLinkAsync(string userId, TimeSpan ttl, CancellationToken cancel)
    {
        CheckId(userId);
        ArgumentOutOfRangeException.ThrowIfLessThan(ttl, ShortestLink);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ttl, LongestLink);
        var minutes = (int)Math.Ceiling(ttl.TotalMinutes);
        return _answers.ReadAsync(
            token => _api.CreateReportLinkAsync(userId, minutes, token), ApiJson.Default.ReportLink, cancel);
    }

    /// <summary>A user's report as a file. The vendor documents neither the types nor what is answered.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="type">The type of report; null for the vendor's default.</param>
    /// <param name="format">The format; null for the vendor's default, pdf.</param>
    /// <param name="cancel">Stops the call.</param>
    public Task<Report> GetReportAsync(string userId, string? type, string? format, CancellationToken cancel)
    {
        CheckId(userId);
        return _answers.ReadAsync(
            token => _api.GetReportAsync(userId, type, format, token),
            (answer, body) => body.Length > 0
                ? new Report(body.ToArray(), answer.Content.Headers.ContentType?.MediaType)
                : throw SmarterMeasureApiException.Unreadable(answer.StatusCode),
            cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // An error that is told with 200 has neither: it must not pass for an end of the list.
    private static ResultsPage<T> Page<T>(IEnvelope<T> page) => page is { Total: null, Items.Count: 0 }
        ? throw SmarterMeasureApiException.Unreadable(HttpStatusCode.OK)
        : new ResultsPage<T>(page.Items, page.Total is >= 0 and <= long.MaxValue ? (long)page.Total : null);

    private static void CheckId(string userId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        if (userId is "." or "..")
            throw new ArgumentException("A user's id cannot be a dot or two: in an address they mean something else.", nameof(userId));
    }

    private static string? Csv(IReadOnlyList<string> values)
    {
        if (values.Any(value => value.Contains(',', StringComparison.Ordinal)))
            throw new ArgumentException("No entry of a list may hold a comma: the API separates entries with it.");

        return values.Count == 0 ? null : string.Join(',', values);
    }

    private static string? Flag(bool? value) => value switch { true => "true", false => "false", null => null };

    private string? Time(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString(_settings.DateFormat, CultureInfo.InvariantCulture);
}
