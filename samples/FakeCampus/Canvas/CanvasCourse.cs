using System.Collections.Concurrent;

namespace FakeCampus.Canvas;

/// <summary>A custom gradebook column.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">Its heading.</param>
/// <param name="IsHidden">Whether instructors have hidden it.</param>
public sealed record CanvasColumn(long Id, string Title, bool IsHidden = false);

/// <summary>A course with its students, assignments and submissions. Safe for use from many threads.</summary>
public sealed class CanvasCourse
{
    private readonly ConcurrentDictionary<long, CanvasUser> _students = [];
    private readonly ConcurrentDictionary<long, CanvasAssignment> _assignments = [];
    private readonly ConcurrentDictionary<long, CanvasColumn> _columns = [];
    private readonly ConcurrentDictionary<(long Column, long User), string> _cells = [];
    private readonly ConcurrentDictionary<(long Category, long User), int> _groups = [];
    private readonly Func<long> _nextAssignmentId;
    private int _createdOverApi;

    internal CanvasCourse(long id, string name, string? sisCourseId, Func<long> nextAssignmentId, TimeProvider clock)
    {
        (Id, Name, SisCourseId) = (id, name, sisCourseId);
        _nextAssignmentId = nextAssignmentId;
        Gradebook = new CanvasGradebook(this, clock);
    }

    public long Id { get; }

    public string Name { get; }

    public string? SisCourseId { get; }

    /// <summary>The grades, and what teachers do with them.</summary>
    public CanvasGradebook Gradebook { get; }

    public IReadOnlyCollection<CanvasAssignment> Assignments => [.. _assignments.Values.OrderBy(a => a.Id)];

    /// <summary>The submissions that were ever updated.</summary>
    public IReadOnlyCollection<CanvasSubmission> Submissions => Gradebook.Submissions;

    public void Enrol(params IEnumerable<CanvasUser> users)
    {
        foreach (var user in users)
            _students[user.Id] = user;
    }

    /// <summary>Takes a student out of the course; what was graded stays on file.</summary>
    public void Unenrol(CanvasUser user) => _students.TryRemove(user.Id, out _);

    public bool HasStudent(CanvasUser user) => _students.ContainsKey(user.Id);

    /// <summary>Puts students into one group of a category.</summary>
    public void AddGroup(long category, int group, params IEnumerable<CanvasUser> users)
    {
        foreach (var user in users)
            _groups[(category, user.Id)] = group;
    }

    /// <summary>Adds an assignment; its id is given by the campus.</summary>
    public CanvasAssignment AddAssignment(string name, Func<CanvasAssignment, CanvasAssignment>? with = null)
    {
        var assignment = new CanvasAssignment(_nextAssignmentId(), name);
        assignment = with?.Invoke(assignment) ?? assignment;
        return _assignments[assignment.Id] = assignment;
    }

    /// <summary>Changes an assignment as its settings page would; its grades stay as they are.</summary>
    public CanvasAssignment Change(CanvasAssignment assignment, Func<CanvasAssignment, CanvasAssignment> with) =>
        _assignments[assignment.Id] = with(_assignments[assignment.Id]);

    /// <summary>How many assignments were made over the API.</summary>
    public int CreatedOverApi => _createdOverApi;

    /// <summary>Takes an assignment away.</summary>
    public void Remove(CanvasAssignment assignment) => _assignments.TryRemove(assignment.Id, out _);

    /// <summary>Brings an assignment back that was taken away.</summary>
    public void Restore(CanvasAssignment assignment) => _assignments[assignment.Id] = assignment;

    /// <summary>The state now; an untouched one when there was no update yet.</summary>
    public CanvasSubmission Submission(CanvasAssignment assignment, CanvasUser user) => Gradebook.Submission(assignment.Id, user.Id);

    /// <summary>Adds a custom gradebook column; its id is given by the campus.</summary>
    public long AddColumn(string title = "SmarterMeasure")
    {
        var id = _nextAssignmentId();
        _columns[id] = new CanvasColumn(id, title);
        return id;
    }

    /// <summary>Hides a custom column from instructors, or shows it.</summary>
    public void HideColumn(long column, bool isHidden = true) => _columns[column] = _columns[column] with { IsHidden = isHidden };

    /// <summary>Takes a custom column away.</summary>
    public void RemoveColumn(long column) => _columns.TryRemove(column, out _);

    /// <summary>What instructors read in a student's cell; null when there is none.</summary>
    public string? Cell(long column, CanvasUser user) => _cells.GetValueOrDefault((column, user.Id));

    internal IEnumerable<CanvasUser> Students => _students.Values;

    internal IEnumerable<CanvasColumn> Columns => _columns.Values.OrderBy(column => column.Id);

    internal CanvasAssignment CreateOverApi(CanvasAssignment input)
    {
        Interlocked.Increment(ref _createdOverApi);
        return AddAssignment(input.Name, of => input with { Id = of.Id });
    }

    internal IReadOnlyList<CanvasUser> GroupOf(long category, CanvasUser user) => _groups.TryGetValue((category, user.Id), out var group)
        ? [.. _students.Values.Where(one => _groups.TryGetValue((category, one.Id), out var its) && its == group).OrderBy(one => one.Id)]
        : [user];

    internal bool HasColumn(long column) => _columns.ContainsKey(column);

    internal void SetCell(long column, CanvasUser user, string content)
    {
        if (string.IsNullOrWhiteSpace(content))
            _cells.TryRemove((column, user.Id), out _);
        else
            _cells[(column, user.Id)] = content;
    }

    internal CanvasAssignment? FindAssignment(long id) => _assignments.GetValueOrDefault(id);
}
