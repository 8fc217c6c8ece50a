using System.Globalization;
using System.Runtime.CompilerServices;
using Refit;
using SmarterMeasure.Connector.Api.Client;
using SmarterMeasure.Connector.Api.Reading;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Api;

/// <summary>
/// The vendor's REST API, version 3. Calls that may be repeated are, after a 5xx, 429 or no answer, three times; a failure
/// that stays is a <see cref="SmarterMeasureApiException"/>. Only paths under the configured address are called, never one
/// that an answer names. Safe for use from many threads.
/// </summary>
public sealed class SmarterMeasureClient : IDisposable
{
    /// <summary>The longest time that a report link can live, by the vendor: 90 days.</summary>
    public static readonly TimeSpan LongestLink = TimeSpan.FromDays(90);

    private const int LongestPageOfUsers = 1000;

    private readonly ApiSettings _settings;
    private readonly HttpClient _http;
    private readonly IVendorApi _api;

    /// <summary>Makes a client; it connects when it is first used.</summary>
    /// <param name="settings">Where the API is, and the credentials.</param>
    /// <param name="time">The time, by which it waits between attempts.</param>
    public SmarterMeasureClient(ApiSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        // Addresses hold students' names: tracing would write them down. A redirect would carry the secret away.
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _http = new HttpClient(new ResilienceHandler(settings.Timeout, time, sockets))
        {
            BaseAddress = settings.BaseUrl,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan, // Each attempt has its own.
        };
        _http.DefaultRequestHeaders.Authorization = BasicAuthentication.Of(settings);
        var refit = RefitSettings.ForJsonContext(ApiJson.Default);
        refit.Serialization.Buffered = true; // Sends a Content-Length: not every proxy takes a chunked body.
        _api = RestService.ForGenerated<IVendorApi>(_http, refit);
    }

    /// <summary>Lists registrations.</summary>
    /// <exception cref="SmarterMeasureApiException">A call failed.</exception>
    public IAsyncEnumerable<UserRecord> ListUsersAsync(UserQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        return AllAsync(Math.Min(_settings.PageSize, LongestPageOfUsers), ReadAsync, static user => user.UserId, cancel);

        async Task<ResultsPage<UserRecord>> ReadAsync(int start, int count) => ApiErrors.Content(await _api.ListUsersAsync(
            query.UserId, query.InternalId, query.Email, query.FirstName, query.LastName, query.AccessCode, query.OrderBy,
            Text(query.ExcludeCustomQuestions), Text(query.AssessmentKeys), Text(query.AdministrativeGroupKeys),
            limit: count, offset: start, cancel));
    }

    /// <summary>A registration with its custom data.</summary>
    /// <param name="userId">Its id.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="SmarterMeasureApiException">The call failed; with status 404 there is no such registration.</exception>
    public async Task<UserDetail> GetUserAsync(string userId, CancellationToken cancel) =>
        ApiErrors.Content(await _api.GetUserAsync(Id(userId), cancel));

    /// <summary>
    /// Makes a registration. It is never repeated by itself: after a failure without an answer look for it, for example by
    /// its <see cref="NewUser.InternalId"/>, before you try again.
    /// </summary>
    /// <returns>Its id; null when the answer did not tell it, whose form is not documented.</returns>
    /// <exception cref="SmarterMeasureApiException">The call failed.</exception>
    public async Task<string?> CreateUserAsync(NewUser user, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(user);
        var answer = await _api.CreateUserAsync(
            new NewUserBody(
                user.GroupKey, user.FirstName, user.LastName, user.Email, user.InternalId, user.Gender, user.EthnicityId,
                user.AgeRange, user.HowManyCoursesTaken, user.Custom),
            cancel);
        ApiErrors.Check(answer);
        return CreatedUser.IdIn(answer.Content);
    }

    /// <summary>Changes a registration.</summary>
    /// <param name="userId">Its id.</param>
    /// <param name="changes">What to change.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>The registration as it is now.</returns>
    /// <inheritdoc cref="GetUserAsync" path="/exception"/>
    public async Task<UserDetail> UpdateUserAsync(string userId, UserChanges changes, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return ApiErrors.Content(await _api.UpdateUserAsync(Id(userId), changes, cancel));
    }

    /// <summary>A registration's sections and how each stands, without points and parts.</summary>
    /// <param name="userId">Its id.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <inheritdoc cref="GetUserAsync" path="/exception"/>
    public async Task<UserResultSummary> GetUserResultsAsync(string userId, CancellationToken cancel) =>
        ApiErrors.Content(await _api.GetUserResultsAsync(Id(userId), cancel));

    /// <summary>Searches results.</summary>
    /// <exception cref="SmarterMeasureApiException">A call failed.</exception>
    public IAsyncEnumerable<UserResultSummary> SearchResultsAsync(ResultsQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        return AllAsync(_settings.PageSize, ReadAsync, static user => user.UserId, cancel);

        async Task<ResultsPage<UserResultSummary>> ReadAsync(int start, int count) =>
            ApiErrors.Content(await _api.SearchResultsAsync(
                Text(query.UserIds), query.InternalId, query.FirstName, query.LastName, query.EmailAddress, query.Gender,
                query.AdminGroupUserName, query.TestingGroupUserName, Text(query.ExtendedData),
                Text(query.IncludeAccountRequestedData), Text(query.StartedFrom), Text(query.StartedTo),
                Text(query.UpdatedFrom), Text(query.UpdatedTo), Text(query.CompletedFrom), Text(query.CompletedTo),
                start, start + count - 1, cancel));
    }

    /// <summary>Searches results with all their figures, groups and accounts.</summary>
    /// <exception cref="SmarterMeasureApiException">A call failed.</exception>
    public IAsyncEnumerable<UserResult> SearchExpandedResultsAsync(ExpandedResultsQuery query, CancellationToken cancel) =>
        AllAsync(
            _settings.PageSize,
            (start, count) => ReadExpandedResultsAsync(query, start, count, cancel),
            static user => user.UserId,
            cancel);

    /// <summary>One page of <see cref="SearchExpandedResultsAsync"/>.</summary>
    /// <param name="query">What to search.</param>
    /// <param name="start">The number of the first record, from 1.</param>
    /// <param name="count">How many records; whether the API has a limit is not documented.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="SmarterMeasureApiException">The call failed.</exception>
    public async Task<ResultsPage<UserResult>> ReadExpandedResultsAsync(
        ExpandedResultsQuery query, int start, int count, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(start, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ApiErrors.Content(await _api.SearchExpandedResultsAsync(
            Text(query.UserIds), query.InternalId, query.FirstName, query.LastName, query.EmailAddress, query.Gender,
            query.AdminGroupUserName, query.TestingGroupUserName, Text(query.IncludeAccountRequestedData),
            Text(query.StartedFrom), Text(query.StartedTo), Text(query.UpdatedFrom), Text(query.UpdatedTo),
            Text(query.CompletedFrom), Text(query.CompletedTo), Text(query.IncompleteOnly), Text(query.CompleteOnly),
            start, start + count - 1, cancel));
    }

    /// <summary>Makes a way for a student into the assessment, without a login.</summary>
    /// <param name="userId">The registration's id.</param>
    /// <param name="options">How he enters.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <inheritdoc cref="GetUserAsync" path="/exception"/>
    public async Task<SignOn> SignOnAsync(string userId, SignOnOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ApiErrors.Content(await _api.SignOnAsync(
            Id(userId), Text((bool?)options.UseSsl)!, Text((bool?)options.IncludeSettings)!, options.RedirectToSection, cancel));
    }

    /// <summary>Makes a way to a student's report, for someone who may see it.</summary>
    /// <param name="userId">The registration's id.</param>
    /// <param name="ttl">How long it works: 1 minute to <see cref="LongestLink"/>, in whole minutes.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <inheritdoc cref="GetUserAsync" path="/exception"/>
    public async Task<ReportLink> CreateReportLinkAsync(string userId, TimeSpan ttl, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ttl, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ttl, LongestLink);
        return ApiErrors.Content(await _api.CreateReportLinkAsync(Id(userId), (int)ttl.TotalMinutes, cancel));
    }

    /// <summary>A student's report as a document.</summary>
    /// <param name="userId">The registration's id.</param>
    /// <param name="type">Which report, in words that are not documented; null for the API's own choice.</param>
    /// <param name="format">Its format; null for the API's own choice, which is <c>pdf</c>.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <inheritdoc cref="GetUserAsync" path="/exception"/>
    public async Task<Report> GetReportAsync(string userId, string? type, string? format, CancellationToken cancel)
    {
        var id = Id(userId);
        try
        {
            using var answer = await _api.GetReportAsync(id, type, format, cancel);
            if (!answer.IsSuccessStatusCode)
                throw ApiErrors.Refused((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));

            return new Report(
                answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsByteArrayAsync(cancel));
        }
        catch (Exception failure) when (
            failure is not SmarterMeasureApiException && !cancel.IsCancellationRequested)
        {
            throw ApiErrors.NotReceived((failure as ApiRequestException)?.InnerException ?? failure);
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    // By numbers of our own: the API's addresses of pages are not followed. A page that brings nobody new is the last,
    // whatever its total says.
    private static async IAsyncEnumerable<T> AllAsync<T>(
        int count,
        Func<int, int, Task<ResultsPage<T>>> read,
        Func<T, string?> idOf,
        [EnumeratorCancellation] CancellationToken cancel)
        where T : class
    {
        var last = new HashSet<string?>();
        for (var start = 1; ;)
        {
            cancel.ThrowIfCancellationRequested();
            var page = await read(start, count);
            var ids = page.Items.Select(idOf).ToHashSet();
            if (ids.Count == 0 || ids.SetEquals(last))
                yield break;

            foreach (var item in page.Items)
                yield return item;

            start += page.Items.Count;
            last = ids;
            if (page.Total is { } total ? start > total : page.Items.Count < count)
                yield break;
        }
    }

    private static string Id(string userId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        // Dots alone would climb the path, escaped or not.
        return userId.Trim('.').Length == 0 ? throw new ArgumentException("Not an id.", nameof(userId)) : userId;
    }

    private static string? Text(bool? flag) => flag is { } value ? value ? "true" : "false" : null;

    private static string? Text(IReadOnlyList<string>? items) => items is { Count: > 0 } ? string.Join(',', items) : null;

    private string? Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString(_settings.DateFormat, CultureInfo.InvariantCulture);
}
