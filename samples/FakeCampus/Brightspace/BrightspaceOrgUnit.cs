using System.Collections.Concurrent;

namespace FakeCampus.Brightspace;

/// <summary>A course offering with its grade book. Safe for use from many threads.</summary>
public sealed class BrightspaceOrgUnit(long id)
{
    private readonly ConcurrentDictionary<long, bool> _enrolled = [];
    private readonly ConcurrentDictionary<long, BrightspaceGradeObject> _objects = [];
    private readonly ConcurrentDictionary<(long Object, long User), BrightspaceGradeValue> _values = [];
    private readonly Lock _adding = new();
    private long _lastObject = id * 100;
    private int _created;

    public long Id => id;

    /// <summary>The grade objects in the order of their ids.</summary>
    public IReadOnlyList<BrightspaceGradeObject> GradeObjects => [.. _objects.Values.OrderBy(one => one.Id)];

    /// <summary>How many grade objects were created over the API.</summary>
    public int CreatedOverApi => _created;

    /// <summary>Every value that exists.</summary>
    public IReadOnlyDictionary<(long Object, long User), BrightspaceGradeValue> Values => _values;

    public void Enrol(BrightspaceUser user) => _enrolled[user.Id] = true;

    /// <summary>Takes a user out of the course; the values stay, and nobody sees them.</summary>
    public void Withdraw(BrightspaceUser user) => _enrolled.TryRemove(user.Id, out _);

    public BrightspaceGradeObject Add(
        string name, BrightspaceGradeType type, Func<BrightspaceGradeObject, BrightspaceGradeObject>? change = null) =>
        TryAdd(name, type, change, overApi: false) ?? throw new ArgumentException("The name is taken.", nameof(name));

    /// <summary>Takes a grade object away with its values, as a teacher would.</summary>
    public void Remove(BrightspaceGradeObject gradeObject)
    {
        _objects.TryRemove(gradeObject.Id, out _);
        foreach (var key in _values.Keys.Where(key => key.Object == gradeObject.Id))
            _values.TryRemove(key, out _);
    }

    /// <summary>Changes the settings of a grade object, as a teacher would; the points of its values stay as they are.</summary>
    public BrightspaceGradeObject Change(
        BrightspaceGradeObject gradeObject, Func<BrightspaceGradeObject, BrightspaceGradeObject> change) =>
        _objects.AddOrUpdate(gradeObject.Id, _ => change(gradeObject), (_, before) => change(before));

    /// <summary>The cell of a user as a teacher sees it; null when it is empty, or not there.</summary>
    public BrightspaceShownGrade? Shown(BrightspaceGradeObject gradeObject, BrightspaceUser user)
    {
        if (Find(gradeObject.Id) is not { } at || !IsEnrolled(user.Id) || Find(at.Id, user.Id) is not { } value)
            return null;

        // A value that was written for another type of grade object is not shown.
        var (points, text) = at.Type switch
        {
            BrightspaceGradeType.Numeric => (value.ShownPoints(at), null),
            BrightspaceGradeType.Text => ((double?)null, value.Text),
            _ => (null, null),
        };
        return points is null && text is null ? null : new BrightspaceShownGrade(points, at.MaxPoints, text);
    }

    /// <summary>A value as it stands; null when there is none.</summary>
    public BrightspaceGradeValue? Value(BrightspaceGradeObject gradeObject, BrightspaceUser user) =>
        _values.GetValueOrDefault((gradeObject.Id, user.Id));

    /// <summary>What a teacher does by hand; it is not counted as a write.</summary>
    public void SetByTeacher(BrightspaceGradeObject gradeObject, BrightspaceUser user, BrightspaceGradeValue value) =>
        _values[(gradeObject.Id, user.Id)] = value;

    internal IEnumerable<long> Enrolled => _enrolled.Keys.Order();

    internal bool IsEnrolled(long user) => _enrolled.ContainsKey(user);

    internal BrightspaceGradeObject? Find(long gradeObject) => _objects.GetValueOrDefault(gradeObject);

    internal BrightspaceGradeValue? Find(long gradeObject, long user) => _values.GetValueOrDefault((gradeObject, user));

    internal BrightspaceGradeObject? TryAdd(
        string name, BrightspaceGradeType type, Func<BrightspaceGradeObject, BrightspaceGradeObject>? change, bool overApi)
    {
        lock (_adding)
        {
            if (_objects.Values.Any(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                return null;

            var added = new BrightspaceGradeObject(++_lastObject, name, type);
            added = change?.Invoke(added) ?? added;
            _objects[added.Id] = added;
            if (overApi)
                _created++;

            return added;
        }
    }

    internal void Write(long gradeObject, long user, BrightspaceGradeValue value, Action<BrightspaceGradeValue> replaced) =>
        _values.AddOrUpdate((gradeObject, user), _ => value with { Writes = 1 }, (_, before) =>
        {
            replaced(before);
            return value with { Writes = before.Writes + 1 };
        });
}
