using System.Collections.Concurrent;
using System.Globalization;

namespace FakeCampus.Blackboard;

/// <summary>The content of one Learn site. Safe for use from many threads; may be changed while it is served.</summary>
public sealed class BlackboardCampus
{
    private readonly ConcurrentDictionary<string, BlackboardUser> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BlackboardCourse> _courses = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<BlackboardUser> _order = [];
    private int _lastUser = 700;
    private int _lastCourse = 40;

    /// <summary>Everybody in the order in which they were added.</summary>
    public IReadOnlyList<BlackboardUser> Users => [.. _order];

    public BlackboardUser AddUser(
        string? externalId, string userName, string email, string givenName = "Quill", string familyName = "Inkwell")
    {
        var user = new BlackboardUser(
            Primary(Interlocked.Increment(ref _lastUser)), NewUuid(), externalId, userName, email, givenName, familyName);
        if (!_users.TryAdd($"userName:{userName}", user))
            throw new ArgumentException("The user name is taken.", nameof(userName));

        if (externalId is not null && !_users.TryAdd($"externalId:{externalId}", user))
            throw new ArgumentException("The external id is taken.", nameof(externalId));

        _users[user.Id] = _users[$"uuid:{user.Uuid}"] = user;
        _order.Enqueue(user);
        return user;
    }

    public BlackboardCourse AddCourse(string courseId, string? externalId = null)
    {
        var course = new BlackboardCourse(
            Primary(Interlocked.Increment(ref _lastCourse)), NewUuid(), externalId, courseId);
        if (!_courses.TryAdd($"courseId:{courseId}", course))
            throw new ArgumentException("The course id is taken.", nameof(courseId));

        _courses[course.Id] = _courses[$"uuid:{course.Uuid}"] = course;
        if (externalId is not null)
            _courses[$"externalId:{externalId}"] = course;

        return course;
    }

    /// <summary>By primary id or <c>externalId:</c>, <c>userName:</c>, <c>uuid:</c>.</summary>
    internal BlackboardUser? User(string address) => _users.GetValueOrDefault(address);

    /// <summary>By primary id or <c>externalId:</c>, <c>courseId:</c>, <c>uuid:</c>.</summary>
    internal BlackboardCourse? Course(string address) => _courses.GetValueOrDefault(address);

    private static string Primary(int number) => string.Create(CultureInfo.InvariantCulture, $"_{number}_1");

    private static string NewUuid() => Guid.NewGuid().ToString("N");
}
