using System.Collections.Concurrent;

namespace FakeCampus.Canvas;

/// <summary>A course with its students, assignments and submissions. Safe for use from many threads.</summary>
public sealed class CanvasCourse
{
    private static long s_lastSubmissionId = 90_000;
    private readonly ConcurrentDictionary<long, CanvasUser> _students = [];
    private readonly ConcurrentDictionary<long, CanvasAssignment> _assignments = [];
    private readonly ConcurrentDictionary<(long Assignment, long User), CanvasSubmission> _submissions = [];
    private readonly Func<long> _nextAssignmentId;
    private readonly Lock _grading = new();

    internal CanvasCourse(long id, string name, string? sisCourseId, Func<long> nextAssignmentId)
    {
        (Id, Name, SisCourseId) = (id, name, sisCourseId);
        _nextAssignmentId = nextAssignmentId;
    }

    public long Id { get; }

    public string Name { get; }

    public string? SisCourseId { get; }

    public IReadOnlyCollection<CanvasAssignment> Assignments => [.. _assignments.Values.OrderBy(a => a.Id)];

    /// <summary>The submissions that were ever updated.</summary>
    public IReadOnlyCollection<CanvasSubmission> Submissions => [.. _submissions.Values.OrderBy(s => s.Id)];

    public void Enrol(params IEnumerable<CanvasUser> users)
    {
        foreach (var user in users)
            _students[user.Id] = user;
    }

    public bool HasStudent(CanvasUser user) => _students.ContainsKey(user.Id);

    /// <summary>Adds an assignment; its id is given by the campus.</summary>
    public CanvasAssignment AddAssignment(string name, Func<CanvasAssignment, CanvasAssignment>? with = null)
    {
        var assignment = new CanvasAssignment(_nextAssignmentId(), name);
        assignment = with?.Invoke(assignment) ?? assignment;
        return _assignments[assignment.Id] = assignment;
    }

    /// <summary>The state now; an untouched one when there was no update yet.</summary>
    public CanvasSubmission Submission(CanvasAssignment assignment, CanvasUser user) =>
        _submissions.GetValueOrDefault((assignment.Id, user.Id)) ?? new CanvasSubmission(0, assignment.Id, user.Id);

    internal CanvasAssignment? FindAssignment(long id) => _assignments.GetValueOrDefault(id);

    internal CanvasSubmission Update(
        CanvasAssignment assignment, CanvasUser user, Func<CanvasSubmission, CanvasSubmission> change)
    {
        lock (_grading)
        {
            var before = Submission(assignment, user);
            if (before.Id == 0)
                before = before with { Id = Interlocked.Increment(ref s_lastSubmissionId) };

            return _submissions[(assignment.Id, user.Id)] = change(before) with { Versions = before.Versions + 1 };
        }
    }
}
