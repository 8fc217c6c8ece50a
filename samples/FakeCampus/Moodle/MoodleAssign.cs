using System.Collections.Concurrent;

namespace FakeCampus.Moodle;

/// <summary>A course.</summary>
public sealed record MoodleCourse(long Id, string ShortName, string IdNumber, string FullName);

/// <summary>
/// An assignment: its own id and the id of its course module differ. Where it takes no grade it says nothing. Safe for use from
/// many threads.
/// </summary>
public sealed class MoodleAssign(long id, long courseModuleId, MoodleCourse course)
{
    private const string Released = "released";
    private const double NoGrade = -1;

    private readonly ConcurrentDictionary<long, MoodleGrade> _grades = [];
    private readonly ConcurrentDictionary<long, bool> _participants = [];

    public long Id => id;

    public long CourseModuleId => courseModuleId;

    public MoodleCourse Course => course;

    public string Name { get; set; } = $"Assignment {id}";

    /// <summary>The school's id of the course module; empty for none.</summary>
    public string IdNumber { get; set; } = "";

    public MoodleGradeType GradeType { get; set; }

    public double MaximumGrade { get; set; } = 100;

    /// <summary>How many words its scale has.</summary>
    public int ScaleItems { get; set; } = 3;

    /// <summary>Whether it is graded by a marking guide or a rubric, which take no plain number.</summary>
    public bool UsesAdvancedGrading { get; set; }

    /// <summary>Whether submissions are anonymous until they are revealed.</summary>
    public bool IsAnonymous { get; set; }

    /// <summary>Whether grades are told only when their state is "released".</summary>
    public bool UsesMarkingWorkflow { get; set; }

    /// <summary>Whether the gradebook item is locked.</summary>
    public bool IsLocked { get; set; }

    /// <summary>Whether the gradebook has several items for the module, which an update refuses.</summary>
    public bool HasSeveralItems { get; set; }

    /// <summary>Every grade that exists, by user id; those of people who are not enrolled are seen by nobody.</summary>
    public IReadOnlyDictionary<long, MoodleGrade> Grades => _grades;

    public void Enrol(MoodleUser user) => _participants[user.Id] = true;

    public void Unenrol(MoodleUser user) => _participants.TryRemove(user.Id, out _);

    /// <summary>A grade as it stands; null when there is none.</summary>
    public MoodleGrade? Grade(MoodleUser user) => _grades.GetValueOrDefault(user.Id);

    /// <summary>
    /// What a teacher sees of a student, in percent: in the gradebook, or in the assignment as long as the grade is not released.
    /// Null for nothing.
    /// </summary>
    public double? SeenByTeacher(MoodleUser user)
    {
        if (!HasParticipant(user.Id) || GradeType != MoodleGradeType.Point || Grade(user) is not { } grade)
            return null;

        // Whose an anonymous grade is, no teacher sees.
        var points = UsesMarkingWorkflow && grade is { OverriddenGrade: null, WorkflowState: not Released } && !IsAnonymous
            ? grade.Grade
            : grade.FinalGrade;
        return points * 100 / MaximumGrade;
    }

    /// <summary>What a teacher does by hand; it is not counted.</summary>
    public void SetByTeacher(MoodleUser user, MoodleGrade grade) => _grades[user.Id] = grade;

    /// <summary>What a teacher changes by hand; it is not counted.</summary>
    public void ChangeByTeacher(MoodleUser user, Func<MoodleGrade, MoodleGrade> change) => Change(user.Id, change);

    internal bool HasParticipant(long user) => _participants.ContainsKey(user);

    /// <summary>As <c>grade</c> of mod_assign_get_assignments has it: points, 0 for none, or the negative number of a scale.</summary>
    internal double GradeSetting => GradeType switch
    {
        MoodleGradeType.Point => MaximumGrade,
        MoodleGradeType.Scale => -ScaleItems,
        _ => 0,
    };

    internal void Change(long user, Func<MoodleGrade, MoodleGrade> change) =>
        _grades.AddOrUpdate(user, _ => change(new MoodleGrade()), (_, before) => change(before));

    /// <summary>Saves a grade as mod/assign/locallib.php does: what does not fit is dropped without a word (observed).</summary>
    internal void Save(long user, double points, string state, string? feedback, long grader, DateTimeOffset now) => Change(user, before =>
    {
        var saved = before with { Saves = before.Saves + 1, Grade = before.Grade ?? NoGrade };
        // gradingdisabled(): locked or overridden in the gradebook.
        if (IsLocked || before.IsLocked || before.OverriddenGrade is not null)
            return saved;
        if (UsesMarkingWorkflow)
            saved = saved with { WorkflowState = state };
        // apply_grade_to_user() takes the number only without advanced grading, update_grade() only within the maximum or scale.
        if (UsesAdvancedGrading || !Fits(points))
            return saved;

        var isPublic = !UsesMarkingWorkflow || state == Released;
        double? grade = points == NoGrade ? null : points;
        return saved with
        {
            Grade = grade,
            // gradebook_item_update(): none of an anonymous one, nothing for a type without a number, empty before the release.
            GradebookGrade = IsAnonymous || GradeType == MoodleGradeType.None ? before.GradebookGrade : isPublic ? grade : null,
            Feedback = feedback ?? before.Feedback,
            Grader = grader,
            ModifiedAt = now,
            Notifications = before.Notifications + (isPublic ? 1 : 0),
        };
    });

    private bool Fits(double points) => points is NoGrade or 0 || GradeType switch
    {
        MoodleGradeType.Point => points > 0 && points <= MaximumGrade,
        MoodleGradeType.Scale => (int)points >= 1 && (int)points <= ScaleItems,
        _ => true,
    };
}
