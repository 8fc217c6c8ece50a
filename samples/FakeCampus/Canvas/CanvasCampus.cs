using System.Collections.Concurrent;

namespace FakeCampus.Canvas;

/// <summary>
/// The content of one Canvas instance: users, courses, tokens, and the settings in which instances differ.
/// Safe for use from many threads; may be changed while a stub serves it.
/// </summary>
public sealed class CanvasCampus
{
    private readonly ConcurrentDictionary<long, CanvasUser> _users = [];
    private readonly ConcurrentDictionary<long, CanvasCourse> _courses = [];
    private readonly ConcurrentDictionary<string, TokenState> _tokens = new(StringComparer.Ordinal);
    private long _lastUserId = 1_000;
    private long _lastCourseId = 100;
    private long _lastAssignmentId = 4_000;

    /// <summary>The clock of grading times and of the throttle.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Shorter search terms are answered 400. Canvas has used both 2 and 3.</summary>
    public int MinimumSearchTermLength { get; init; } = 3;

    /// <summary>Whether the web server lets <c>%2F</c> through inside an id; most do not and answer 404.</summary>
    public bool AllowsSlashInIds { get; init; }

    /// <summary>Whether pages carry <c>rel="last"</c>; big lists in Canvas do not.</summary>
    public bool AnnouncesLastPage { get; init; }

    /// <summary>Another origin for page links, to prove that a client does not follow it; null for the stub's own.</summary>
    public Uri? LinkOrigin { get; set; }

    /// <summary>The status of a refused permission: 401, or 403 as newer releases have it.</summary>
    public int DeniedStatus { get; init; } = 401;

    public IReadOnlyCollection<CanvasUser> Users => [.. _users.Values.OrderBy(u => u.Id)];

    public IReadOnlyCollection<CanvasCourse> Courses => [.. _courses.Values.OrderBy(c => c.Id)];

    public CanvasUser AddUser(
        string name, string email, string? loginId = null, string? sisUserId = null, string? sisIntegrationId = null)
    {
        var id = Interlocked.Increment(ref _lastUserId);
        return _users[id] = new CanvasUser(id, name, loginId ?? email, email, sisUserId, sisIntegrationId);
    }

    public CanvasCourse AddCourse(string name, string? sisCourseId = null)
    {
        var id = Interlocked.Increment(ref _lastCourseId);
        return _courses[id] = new CanvasCourse(
            id, name, sisCourseId, () => Interlocked.Increment(ref _lastAssignmentId));
    }

    /// <summary>Adds a token or changes the state of a known one.</summary>
    public void SetToken(string token, TokenState state = TokenState.Valid) => _tokens[token] = state;

    /// <summary>Takes a token away: it is invalid from now on.</summary>
    public void RevokeToken(string token) => _tokens.TryRemove(token, out _);

    internal TokenState? StateOf(string token) => _tokens.TryGetValue(token, out var state) ? state : null;

    internal CanvasUser? FindUser(long id) => _users.GetValueOrDefault(id);

    internal CanvasCourse? FindCourse(long id) => _courses.GetValueOrDefault(id);

    internal IEnumerable<string> TokensIn(string text) =>
        _tokens.Keys.Where(token => text.Contains(token, StringComparison.Ordinal));
}
