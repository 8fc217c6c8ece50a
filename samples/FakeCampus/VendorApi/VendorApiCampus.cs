using System.Collections.Concurrent;
using System.Globalization;
using FakeCampus.Vendor;

namespace FakeCampus.VendorApi;

/// <summary>
/// The registrations that the vendor's API tells about: those of the very scripts that the simulator sends as webhooks, so
/// that both agree. Safe for use from many threads; may be changed while it is served.
/// </summary>
public sealed class VendorApiCampus
{
    private readonly Lock _changing = new();
    private readonly ConcurrentDictionary<string, VendorRegistration> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<VendorGroup, bool> _groups = [];
    private readonly Func<Student, VendorGroup> _groupOf;
    private volatile VendorRegistration[] _all = [];
    private long _version;
    private long _highestId = 3_000_000;

    private VendorApiCampus(Func<Student, VendorGroup>? groupOf)
    {
        _groupOf = groupOf ?? Dealt;
        if (groupOf is null)
        {
            foreach (var group in VendorGroup.Defaults)
                _groups[group] = true;
        }
    }

    /// <summary>The number of the school's account.</summary>
    public string AccountId { get; init; } = "9906";

    /// <summary>The name of the school's account.</summary>
    public string AccountName { get; init; } = "Fake Campus of Fiction";

    /// <summary>How many registrations there are, future ones too.</summary>
    public int Count => _all.Length;

    internal VendorRegistration[] All => _all;

    /// <summary>Changes whenever an answer may have changed for another reason than the clock.</summary>
    internal long Version => Interlocked.Read(ref _version);

    /// <summary>When the last event of all happens, in seconds since 1970.</summary>
    internal long Last { get; private set; }

    /// <summary>Takes scripts at hand and keeps them.</summary>
    /// <param name="scripts">One per registration; a user id occurs once.</param>
    /// <param name="groupOf">Which group a student is in; null deals <see cref="VendorGroup.Defaults"/>.</param>
    public static VendorApiCampus FromScripts(
        IEnumerable<AssessmentScript> scripts, Func<Student, VendorGroup>? groupOf = null)
    {
        var campus = new VendorApiCampus(groupOf);
        campus.Add(scripts.Select(script => new VendorRegistration(script, campus._groupOf(script.Student), () => script)));
        return campus;
    }

    /// <summary>
    /// Keeps only students and times, some hundred bytes each; a script is written again whenever a page shows it. Equal to
    /// <see cref="FromScripts"/> of <see cref="AssessmentScript.For"/> with the same arguments.
    /// </summary>
    /// <param name="students">The students.</param>
    /// <param name="seed">The seed of every script.</param>
    /// <param name="planOf">A student's plan, the same at every call; null for the default one.</param>
    /// <param name="groupOf">Which group a student is in; null deals <see cref="VendorGroup.Defaults"/>.</param>
    public static VendorApiCampus Generate(
        IEnumerable<Student> students,
        int seed,
        Func<Student, AssessmentPlan>? planOf = null,
        Func<Student, VendorGroup>? groupOf = null)
    {
        var campus = new VendorApiCampus(groupOf);
        campus.Add(students.Select(student =>
        {
            var plan = planOf?.Invoke(student);
            return new VendorRegistration(
                AssessmentScript.For(student, seed, plan),
                campus._groupOf(student),
                () => AssessmentScript.For(student, seed, plan));
        }));
        return campus;
    }

    /// <summary>Adds one more registration.</summary>
    public void Add(AssessmentScript script) => Add([new(script, _groupOf(script.Student), () => script)]);

    /// <summary>The person of a registration as the API tells it now; null when there is none.</summary>
    public Student? Student(string userId) => Find(userId)?.Student;

    /// <summary>Sets the school's own questions and answers of one registration.</summary>
    public void SetCustomData(string userId, params IReadOnlyList<CustomAnswer> answers) =>
        Change(Find(userId) ?? throw new ArgumentException("No such user.", nameof(userId)), one => one.CustomData = answers);

    internal VendorRegistration? Find(string userId) => _byId.GetValueOrDefault(userId);

    internal VendorGroup? GroupOfKey(string key) =>
        _groups.Keys.FirstOrDefault(group => group.TestTakerGroupId == key || group.AssessmentKey == key);

    internal VendorRegistration Create(VendorGroup group, DateTimeOffset now, Func<string, Student> student)
    {
        lock (_changing)
        {
            var made = student((_highestId + 7).ToString(CultureInfo.InvariantCulture));
            var script = new AssessmentScript(
                made, [new AssessmentEvent(new string('0', 32), EventNames.Created, made, now, now, 0)]);
            var registration = new VendorRegistration(script, group, () => script);
            Add([registration]);
            return registration;
        }
    }

    internal void Change(VendorRegistration registration, Action<VendorRegistration> change)
    {
        lock (_changing)
        {
            change(registration);
            _version++;
        }
    }

    private void Add(IEnumerable<VendorRegistration> added)
    {
        lock (_changing)
        {
            VendorRegistration[] more = [.. added];
            foreach (var one in more)
            {
                if (!_byId.TryAdd(one.Student.UserId, one))
                    throw new ArgumentException("The user id is taken.", nameof(added));

                _groups[one.Group] = true;
                Last = Math.Max(Last, one.Last);
                if (long.TryParse(one.Student.UserId, CultureInfo.InvariantCulture, out var id))
                    _highestId = Math.Max(_highestId, id);
            }

            _all = [.. _all, .. more];
            _version++;
        }
    }

    private static VendorGroup Dealt(Student student) =>
        VendorGroup.Defaults[student.UserId.Sum(letter => letter) % VendorGroup.Defaults.Count];
}
