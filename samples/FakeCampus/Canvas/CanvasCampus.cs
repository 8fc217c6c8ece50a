using System.Collections.Concurrent;
using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>
/// The content of one Canvas instance: users, courses, tokens, and the settings in which instances differ.
/// Safe for use from many threads; may be changed while a stub serves it.
/// </summary>
public sealed class CanvasCampus
{
    /// <summary>The account that the tokens belong to.</summary>
    public const long ServiceAccountId = 1;

    /// <summary>A teacher who grades by hand.</summary>
    public const long TeacherId = 2;

    private readonly ConcurrentDictionary<(long User, string Namespace, string Key), string> _customData = [];
    private readonly ConcurrentDictionary<long, CanvasCourse> _courses = [];
    private readonly ConcurrentDictionary<string, (TokenState State, DateTimeOffset End)> _tokens = new(StringComparer.Ordinal);
    private long _lastCourseId = 100;
    private long _lastAssignmentId = 4_000;

    public CanvasCampus() => DeveloperKey = new CanvasDeveloperKey(this);

    /// <summary>The clock of grading times, tokens and the throttle.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Shorter search terms are answered 400. Canvas has used both 2 and 3.</summary>
    public int MinimumSearchTermLength { get; init; } = 3;

    /// <summary>Whether the web server lets <c>%2F</c> through inside an id; most do not and answer 404.</summary>
    public bool AllowsSlashInIds { get; init; }

    /// <summary>Whether pages carry <c>rel="last"</c>; big lists in Canvas do not.</summary>
    public bool AnnouncesLastPage { get; init; }

    /// <summary>Another origin for page links, to prove that a client does not follow it; null for the stub's own.</summary>
    public Uri? LinkOrigin { get; set; }

    /// <summary>The status of a refused permission: 403, or 401 as older releases have it (observed).</summary>
    public int DeniedStatus { get; set; } = 403;

    /// <summary>The word in a refused permission's <c>status</c>, which older releases translate (observed).</summary>
    public string DeniedWord { get; set; } = "unauthorized";

    /// <summary>
    /// The scopes of the developer key, such as <c>url:GET|/api/v1/users/:user_id/profile</c>; null when it enforces none.
    /// </summary>
    public IReadOnlySet<string>? Scopes { get; set; }

    /// <summary>Whether a key that enforces scopes allows include parameters; else they are silently dropped (observed).</summary>
    public bool AllowsIncludes { get; set; }

    /// <summary>The key with which a program renews its tokens.</summary>
    public CanvasDeveloperKey DeveloperKey { get; }

    /// <summary>Whether the tokens' account may make assignments; may change while serving.</summary>
    public bool MayCreateAssignments { get; set; } = true;

    public IReadOnlyList<CanvasUser> Users => Directory.All;

    public IReadOnlyCollection<CanvasCourse> Courses => [.. _courses.Values.OrderBy(c => c.Id)];

    internal CanvasDirectory Directory { get; } = new();

    /// <summary>Adds a user; without a login, the e-mail address is the login.</summary>
    /// <exception cref="ArgumentException">The login or a SIS id is taken.</exception>
    public CanvasUser AddUser(
        string name, string email, string? loginId = null, string? sisUserId = null, string? sisIntegrationId = null) =>
        Directory.Add(id => new CanvasUser(id, name, loginId ?? email, email, sisUserId, sisIntegrationId));

    /// <summary>Adds a person of another part of the account, see <see cref="CanvasUser.IsElsewhere"/>.</summary>
    public CanvasUser AddUserElsewhere(string name, string email, string sisUserId) =>
        Directory.Add(id => new CanvasUser(id, name, email, email, sisUserId) { IsElsewhere = true });

    /// <summary>Gives a SIS id to another user, as a correction in the SIS does.</summary>
    public void MoveSisId(string sisUserId, CanvasUser to) => Directory.Move(sisUserId, to);

    public CanvasCourse AddCourse(string name, string? sisCourseId = null)
    {
        var id = Interlocked.Increment(ref _lastCourseId);
        return _courses[id] = new CanvasCourse(
            id, name, sisCourseId, () => Interlocked.Increment(ref _lastAssignmentId), Clock);
    }

    /// <summary>Adds a token or changes the state of a known one.</summary>
    public void SetToken(string token, TokenState state = TokenState.Valid) => SetToken(token, state, DateTimeOffset.MaxValue);

    /// <summary>Takes a token away: it is invalid from now on.</summary>
    public void RevokeToken(string token) => _tokens.TryRemove(token, out _);

    internal void SetToken(string token, TokenState state, DateTimeOffset end) => _tokens[token] = (state, end);

    internal TokenState? StateOf(string token)
    {
        if (!_tokens.TryGetValue(token, out var known))
            return null;

        return known.End > Clock.GetUtcNow() ? known.State : TokenState.Expired;
    }

    internal CanvasCourse? FindCourse(long id) => _courses.GetValueOrDefault(id);

    internal IEnumerable<string> TokensIn(string text) =>
        _tokens.Keys.Where(token => text.Contains(token, StringComparison.Ordinal));

    /// <summary>What stands under a key of a user's custom data, as JSON; null when nothing does.</summary>
    public string? CustomData(CanvasUser user, string ns, string key) => _customData.GetValueOrDefault((user.Id, ns, key));

    /// <summary>Puts custom data there by another hand.</summary>
    public void SetCustomData(CanvasUser user, string ns, string key, string json) => _customData[(user.Id, ns, key)] = json;

    /// <summary>Sets custom data: true when it is new there, false when it replaces, null when a value of another shape is there.</summary>
    internal bool? SetCustomData(CanvasUser user, string ns, string key, JsonElement data)
    {
        if (!_customData.TryGetValue((user.Id, ns, key), out var there))
            there = null;
        if (there is not null && JsonElement.Parse(there).ValueKind != data.ValueKind)
            return null;

        _customData[(user.Id, ns, key)] = data.GetRawText();
        return there is null;
    }
}
