using System.Collections.Concurrent;

namespace FakeCampus.Canvas;

/// <summary>A course with its students, assignments and submissions. Safe for use from many threads.</summary>
public sealed class CanvasCourse
{
    private static long s_lastSubmissionId = 90_000;
    private readonly ConcurrentDictionary<long, CanvasUser> _students = [];
    private readonly ConcurrentDictionary<long, CanvasAssignment> _assignments = [];
    private readonly ConcurrentDictionary<(long Assignment, long User), CanvasSubmission> _submissions = [];
    private readonly ConcurrentDictionary<long, bool> _columns = [];
    private readonly ConcurrentDictionary<(long Column, long User), string> _cells = [];
    private readonly Func<long> _nextAssignmentId;
    private readonly Lock _grading = new();
    private int _createdOverApi;

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

    /// <summary>How many assignments were made over the API.</summary>
    public int CreatedOverApi => _createdOverApi;

    /// <summary>Takes an assignment away.</summary>
    public void Remove(CanvasAssignment assignment) => _assignments.TryRemove(assignment.Id, out _);

    /// <summary>The state now; an untouched one when there was no update yet.</summary>
    public CanvasSubmission Submission(CanvasAssignment assignment, CanvasUser user) =>
        _submissions.GetValueOrDefault((assignment.Id, user.Id)) ?? new CanvasSubmission(0, assignment.Id, user.Id);

    /// <summary>Adds a custom gradebook column; its id is given by the campus.</summary>
    public long AddColumn()
    {
        var id = _nextAssignmentId();
        _columns[id] = true;
        return id;
    }

    /// <summary>What instructors read in a student's cell; null when there is none.</summary>
    public string? Cell(long column, CanvasUser user) => _cells.GetValueOrDefault((column, user.Id));

    internal CanvasAssignment CreateOverApi(CanvasAssignment input)
    {
        Interlocked.Increment(ref _createdOverApi);
        return AddAssignment(input.Name, of => input with { Id = of.Id });
    }

    internal bool HasColumn(long column) => _columns.ContainsKey(column);

    internal void SetCell(long column, CanvasUser user, string content)
    {
        if (string.IsNullOrWhiteSpace(content))
            _cells.TryRemove((column, user.Id), out _);
        else
            _cells[(column, user.Id)] = content;
    }

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
