using System.Collections.Concurrent;

namespace FakeCampus.Moodle;

/// <summary>The type of a custom profile field.</summary>
public enum MoodleProfileFieldType
{
    Text,

    /// <summary>One of some options: another value becomes the field's default.</summary>
    Menu,

    /// <summary>A date: a number that is none becomes the first day of 2000.</summary>
    Date,
}

/// <summary>The content of one Moodle. Safe for use from many threads; may be changed while it is served.</summary>
public sealed class MoodleCampus
{
    private readonly ConcurrentDictionary<long, MoodleUser> _users = [];
    private readonly ConcurrentDictionary<long, MoodleCourse> _courses = [];
    private readonly ConcurrentDictionary<long, MoodleAssign> _assigns = [];
    private readonly ConcurrentDictionary<string, MoodleProfileFieldType> _profileFields = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Field, string Value), long[]> _index = [];
    private readonly Lock _adding = new();
    private long _lastUser = 4;
    private long _lastCourse = 1;
    private long _lastAssign = 20;

    public IReadOnlyList<MoodleUser> Users => [.. _users.Values.OrderBy(user => user.Id)];

    public IReadOnlyList<MoodleCourse> Courses => [.. _courses.Values.OrderBy(course => course.Id)];

    public IReadOnlyList<MoodleAssign> Assigns => [.. _assigns.Values.OrderBy(assign => assign.Id)];

    /// <summary>How often any student was told of a grade.</summary>
    public int Notifications => _assigns.Values.Sum(assign => assign.Grades.Values.Sum(grade => grade.Notifications));

    /// <summary>Adds a person; two may have the same id number or e-mail.</summary>
    public MoodleUser AddUser(string userName, string idNumber, string email)
    {
        lock (_adding)
        {
            if (_index.ContainsKey(("username", userName)))
                throw new ArgumentException("The user name is taken.", nameof(userName));

            var user = new MoodleUser(++_lastUser, userName, idNumber, email);
            _users[user.Id] = user;
            foreach (var key in (string[])["username", "idnumber", "email"])
                _index.AddOrUpdate(Key(key, user), [user.Id], (_, before) => [.. before, user.Id]);

            return user;
        }
    }

    public MoodleCourse AddCourse(string shortName, string idNumber = "", string? fullName = null)
    {
        lock (_adding)
        {
            var course = new MoodleCourse(++_lastCourse, shortName, idNumber, fullName ?? shortName);
            return _courses[course.Id] = course;
        }
    }

    /// <summary>Whether its database tells e-mail addresses apart to the letter, as PostgreSQL does and MariaDB does not.</summary>
    public bool FindsEmailToTheLetter { get; set; } = true;

    /// <summary>Adds an assignment; its course module gets another id, which may be the own id of another assignment.</summary>
    public MoodleAssign AddAssign(MoodleCourse course, double maximumGrade = 100, long? courseModuleId = null)
    {
        lock (_adding)
        {
            var id = ++_lastAssign;
            return _assigns[id] = new MoodleAssign(id, courseModuleId ?? id + 300, course) { MaximumGrade = maximumGrade };
        }
    }

    /// <summary>Defines custom profile fields by their short names.</summary>
    public void DefineProfileFields(params IEnumerable<string> shortNames)
    {
        foreach (var name in shortNames)
            _profileFields[name] = MoodleProfileFieldType.Text;
    }

    /// <summary>Defines a custom profile field of another type, or gives a field another type.</summary>
    public void DefineProfileField(string shortName, MoodleProfileFieldType type) => _profileFields[shortName] = type;

    internal MoodleProfileFieldType? ProfileField(string shortName) =>
        _profileFields.TryGetValue(shortName, out var type) ? type : null;

    internal MoodleUser? User(long id) => _users.GetValueOrDefault(id);

    internal MoodleAssign? Assign(long id) => _assigns.GetValueOrDefault(id);

    internal MoodleAssign? AssignOfModule(long courseModuleId) => _assigns.Values.FirstOrDefault(assign => assign.CourseModuleId == courseModuleId);

    internal IEnumerable<MoodleUser> Find(string field, string value) =>
        // idnumber 0 is never found (observed).
        field == "idnumber" && value == "0"
            ? []
            : _index.GetValueOrDefault((field, field == "email" ? value.ToUpperInvariant() : value), []).Select(id => _users[id])
                .Where(user => field != "email" || !FindsEmailToTheLetter || user.Email == value);

    private static (string Field, string Value) Key(string field, MoodleUser user) => field switch
    {
        "username" => (field, user.UserName),
        "idnumber" => (field, user.IdNumber),
        _ => (field, user.Email.ToUpperInvariant()),
    };
}
