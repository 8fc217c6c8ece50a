using System.Collections.Concurrent;
using System.Globalization;

namespace FakeCampus.Blackboard;

/// <summary>A course with its grade book. Safe for use from many threads.</summary>
public sealed class BlackboardCourse(string id, string uuid, string? externalId, string courseId)
{
    private readonly ConcurrentDictionary<string, bool> _populated = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BlackboardColumn> _columns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Column, string User), BlackboardGrade> _grades = [];
    private readonly Lock _adding = new();
    private int _lastColumn = 12;
    private int _created;

    /// <summary>The primary id.</summary>
    public string Id => id;

    public string Uuid => uuid;

    public string? ExternalId => externalId;

    public string CourseId => courseId;

    public IReadOnlyList<BlackboardColumn> Columns =>
        [.. _columns.Values.OrderBy(column => column.Id.Length).ThenBy(column => column.Id, StringComparer.Ordinal)];

    /// <summary>How many columns were created over the API.</summary>
    public int CreatedOverApi => _created;

    /// <summary>Every grade that exists, by the primary ids of column and user.</summary>
    public IReadOnlyDictionary<(string Column, string User), BlackboardGrade> Grades => _grades;

    /// <summary>Makes a student of a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="populated">Whether the grade book has rows for the student yet.</param>
    public void Enrol(BlackboardUser user, bool populated = true) => _populated[user.Id] = populated;

    /// <summary>Makes the rows of a student enrolled without.</summary>
    public void Populate(BlackboardUser user) => _populated[user.Id] = true;

    /// <summary>Takes a student out of the course; the grades stay, and nobody sees them.</summary>
    public void Withdraw(BlackboardUser user) => _populated.TryRemove(user.Id, out _);

    public BlackboardColumn AddColumn(
        string? externalId, string name, Func<BlackboardColumn, BlackboardColumn>? change = null) =>
        TryAdd(externalId, name, change, overApi: false)
        ?? throw new ArgumentException("The external id is taken.", nameof(externalId));

    /// <summary>Takes a column away with its grades, as an instructor would.</summary>
    public void Remove(BlackboardColumn column)
    {
        _columns.TryRemove(column.Id, out _);
        foreach (var key in _grades.Keys.Where(key => key.Column == column.Id))
            _grades.TryRemove(key, out _);
    }

    /// <summary>Changes the settings of a column, as an instructor would; the scores stay as they are.</summary>
    public BlackboardColumn Change(BlackboardColumn column, Func<BlackboardColumn, BlackboardColumn> change) =>
        _columns.AddOrUpdate(column.Id, _ => change(column), (_, before) => change(before));

    /// <summary>The cell of a student as an instructor sees it; null when there is no score in it, or no cell.</summary>
    public BlackboardShownGrade? Shown(BlackboardColumn column, BlackboardUser user) =>
        _columns.GetValueOrDefault(column.Id) is { Display: not BlackboardDisplay.Text } at && HasRows(user)
        && Grade(at, user) is { Exempt: false, Score: { } score }
            ? new BlackboardShownGrade(score, at.Possible)
            : null;

    /// <summary>A grade as it stands; null when there is none.</summary>
    public BlackboardGrade? Grade(BlackboardColumn column, BlackboardUser user) => Grade(column.Id, user.Id);

    /// <summary>What an instructor does by hand; it is not counted as a write.</summary>
    public void SetByInstructor(BlackboardColumn column, BlackboardUser user, BlackboardGrade grade) =>
        _grades[(column.Id, user.Id)] = grade;

    internal BlackboardGrade? Grade(string column, string user) => _grades.GetValueOrDefault((column, user));

    internal IEnumerable<string> WithRows =>
        _populated.Where(one => one.Value).Select(one => one.Key).Order(StringComparer.Ordinal);

    internal bool HasRows(BlackboardUser user) => _populated.GetValueOrDefault(user.Id);

    internal BlackboardColumn? Column(string address) => address.StartsWith("externalId:", StringComparison.Ordinal)
        ? _columns.Values.FirstOrDefault(column => column.ExternalId is not null && column.ExternalId == address[11..])
        : _columns.GetValueOrDefault(address);

    internal BlackboardColumn? TryAdd(
        string? externalId, string name, Func<BlackboardColumn, BlackboardColumn>? change, bool overApi)
    {
        lock (_adding)
        {
            if (externalId is not null && _columns.Values.Any(column => column.ExternalId == externalId))
                return null;

            var columnId = string.Create(CultureInfo.InvariantCulture, $"_{++_lastColumn}_1");
            var added = new BlackboardColumn(columnId, externalId, name);
            added = change?.Invoke(added) ?? added;
            _columns[columnId] = added;
            if (overApi)
                _created++;

            return added;
        }
    }

    internal BlackboardGrade Write(
        BlackboardColumn column, BlackboardUser user, Func<BlackboardGrade, BlackboardGrade> change) =>
        _grades.AddOrUpdate(
            (column.Id, user.Id),
            _ => change(new BlackboardGrade()) with { Writes = 1 },
            (_, before) => change(before) with { Writes = before.Writes + 1 });
}
