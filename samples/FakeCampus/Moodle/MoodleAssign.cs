using System.Collections.Concurrent;

namespace FakeCampus.Moodle;

/// <summary>A course.</summary>
public sealed record MoodleCourse(long Id, string ShortName, string IdNumber, string FullName);

/// <summary>What one student has in one assignment.</summary>
public sealed record MoodleGrade
{
    /// <summary>The assignment's own grade; null when it was never graded there.</summary>
    public double? Grade { get; init; }

    /// <summary>The raw grade in the grade book.</summary>
    public double? GradebookGrade { get; init; }

    /// <summary>What a teacher wrote into the grade book by hand; it stays whatever comes. Null for nothing.</summary>
    public double? OverriddenGrade { get; init; }

    /// <summary>What the student sees in the grade book.</summary>
    public double? FinalGrade => OverriddenGrade ?? GradebookGrade;

    public string Feedback { get; init; } = "";

    public string WorkflowState { get; init; } = "";

    /// <summary>How often the assignment's grade was saved over the API, also with the same content.</summary>
    public int Saves { get; init; }

    /// <summary>How often the grade book was updated directly over the API.</summary>
    public int GradebookUpdates { get; init; }

    /// <summary>How often the student was told.</summary>
    public int Notifications { get; init; }
}

/// <summary>An assignment: its own id and the id of its course module differ. Safe for use from many threads.</summary>
public sealed class MoodleAssign(long id, long courseModuleId, MoodleCourse course)
{
    private readonly ConcurrentDictionary<long, MoodleGrade> _grades = [];
    private readonly ConcurrentDictionary<long, bool> _participants = [];

    public long Id => id;

    public long CourseModuleId => courseModuleId;

    public MoodleCourse Course => course;

    public double MaximumGrade { get; init; } = 100;

    /// <summary>Whether grades are told only when their state is "released".</summary>
    public bool UsesMarkingWorkflow { get; set; }

    /// <summary>Whether the grade book item is locked.</summary>
    public bool IsLocked { get; set; }

    /// <summary>Whether the grade book has several items for the module, which an update refuses.</summary>
    public bool HasSeveralItems { get; set; }

    /// <summary>Every grade that exists, by user id.</summary>
    public IReadOnlyDictionary<long, MoodleGrade> Grades => _grades;

    public void Enrol(MoodleUser user) => _participants[user.Id] = true;

    /// <summary>A grade as it stands; null when there is none.</summary>
    public MoodleGrade? Grade(MoodleUser user) => _grades.GetValueOrDefault(user.Id);

    /// <summary>What a teacher does by hand; it is not counted.</summary>
    public void SetByTeacher(MoodleUser user, MoodleGrade grade) => _grades[user.Id] = grade;

    internal bool HasParticipant(long user) => _participants.ContainsKey(user);

    internal void Change(long user, Func<MoodleGrade, MoodleGrade> change) =>
        _grades.AddOrUpdate(user, _ => change(new MoodleGrade()), (_, before) => change(before));
}
