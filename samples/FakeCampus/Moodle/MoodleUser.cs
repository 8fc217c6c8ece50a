using System.Collections.Concurrent;

namespace FakeCampus.Moodle;

/// <summary>What keeps <c>core_user_update_users</c> from changing a user; it is told in a warning, not as an error.</summary>
public enum MoodleUserKind
{
    Ordinary,
    Deleted,
    Remote,
    Guest,
    Administrator,
}

/// <summary>A person with profile fields. Safe for use from many threads.</summary>
public sealed class MoodleUser(long id, string userName, string idNumber, string email)
{
    private readonly ConcurrentDictionary<string, string> _fields = new(StringComparer.Ordinal);
    private int _updates;

    public long Id => id;

    public string UserName => userName;

    public string IdNumber => idNumber;

    public string Email => email;

    public string FirstName { get; init; } = "Quill";

    public string LastName { get; init; } = "Inkwell";

    public MoodleUserKind Kind { get; set; }

    /// <summary>The custom profile fields that have a value, by short name.</summary>
    public IReadOnlyDictionary<string, string> ProfileFields => _fields;

    /// <summary>How often the user was updated over the API, also with the same content.</summary>
    public int Updates => _updates;

    /// <summary>What somebody changes by hand; it is not counted.</summary>
    public void SetByPerson(string field, string value) => _fields[field] = value;

    internal void Update(IEnumerable<(string Field, string Value)> fields)
    {
        foreach (var (field, value) in fields)
            _fields[field] = value;

        Interlocked.Increment(ref _updates);
    }
}
