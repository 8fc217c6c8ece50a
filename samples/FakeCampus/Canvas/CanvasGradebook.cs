using System.Collections.Concurrent;

namespace FakeCampus.Canvas;

/// <summary>What a teacher reads in one cell of the gradebook.</summary>
/// <param name="Score">The score that counts; null for none.</param>
/// <param name="Shown">The grade as the assignment shows it.</param>
/// <param name="IsExcused">Whether the student is excused.</param>
public sealed record GradebookCell(decimal? Score, string? Shown, bool IsExcused);

/// <summary>The grades of a course, and what teachers do with them by hand. Safe for use from many threads.</summary>
public sealed class CanvasGradebook
{
    private static long s_lastSubmissionId = 90_000;
    private readonly ConcurrentDictionary<(long Assignment, long User), CanvasSubmission> _submissions = [];
    private readonly ConcurrentDictionary<(long Assignment, long User), bool> _late = [];
    private readonly CanvasCourse _course;
    private readonly TimeProvider _clock;
    private readonly Lock _grading = new();

    internal CanvasGradebook(CanvasCourse course, TimeProvider clock) => (_course, _clock) = (course, clock);

    /// <summary>What the course's late policy takes off what was handed in late, in percent of the points possible.</summary>
    public decimal LatePenalty { get; set; }

    internal IReadOnlyCollection<CanvasSubmission> Submissions => [.. _submissions.Values.OrderBy(one => one.Id)];

    internal CanvasSubmission Submission(long assignment, long user) =>
        _submissions.GetValueOrDefault((assignment, user)) ?? new CanvasSubmission(0, assignment, user);

    /// <summary>A teacher types a grade into the gradebook.</summary>
    public void Grade(CanvasAssignment assignment, CanvasUser user, string posted, long teacher = CanvasCampus.TeacherId) =>
        Post(assignment, user, posted, teacher);

    /// <summary>A teacher empties the cell.</summary>
    public void Clear(CanvasAssignment assignment, CanvasUser user, long teacher = CanvasCampus.TeacherId) =>
        Update(assignment.Id, user.Id, before => before with { Grade = null, Score = null, GraderId = teacher });

    /// <summary>A teacher excuses the student, which takes the grade away.</summary>
    public void Excuse(CanvasAssignment assignment, CanvasUser user, long teacher = CanvasCampus.TeacherId) =>
        Update(assignment.Id, user.Id, before => before with
        {
            Grade = null, Score = null, PointsDeducted = null, IsExcused = true, GraderId = teacher, GradedAt = _clock.GetUtcNow(),
        });

    /// <summary>A teacher takes the excuse back.</summary>
    public void TakeExcuseBack(CanvasAssignment assignment, CanvasUser user) =>
        Update(assignment.Id, user.Id, static before => before with { IsExcused = false });

    /// <summary>A teacher hides an assignment's grades from the students.</summary>
    public void Hide(CanvasAssignment assignment) => PostAll(assignment, null);

    /// <summary>A teacher shows an assignment's grades to the students.</summary>
    public void Post(CanvasAssignment assignment) => PostAll(assignment, _clock.GetUtcNow());

    /// <summary>A student hands something in when it was due long ago.</summary>
    public void HandInLate(CanvasAssignment assignment, CanvasUser user) => _late[(assignment.Id, user.Id)] = true;

    /// <summary>
    /// What a teacher reads in the gradebook; null where it shows no cell: for an assignment that is unpublished, not graded, left
    /// out, or anonymous until its grades are posted, and for a student who is not in the course.
    /// </summary>
    public GradebookCell? TeacherSees(CanvasAssignment assignment, CanvasUser user)
    {
        var now = _course.FindAssignment(assignment.Id);
        if (now is not { Published: true, HiddenInGradebook: false, GradingType: not GradingType.NotGraded } || !_course.HasStudent(user)
            || !now.IsAssignedTo(user) || Anonymizes(now))
            return null;

        var grade = Submission(now.Id, user.Id);
        return new GradebookCell(grade.Score, grade.Grade, grade.IsExcused);
    }

    // abstract_assignment.rb, anonymize_students?: until all grades are posted.
    internal bool Anonymizes(CanvasAssignment assignment) => assignment.Anonymous
        && _course.Students.Any(student => Submission(assignment.Id, student.Id).PostedAt is null);

    /// <summary>Posts a grade as the API and the gradebook do: silently, whatever comes of it.</summary>
    internal IReadOnlyList<CanvasSubmission> Post(CanvasAssignment assignment, CanvasUser user, string posted, long grader)
    {
        var grade = PostedGrade.Read(posted, assignment);

        // abstract_assignment.rb, grade_student: the whole group, unless it is graded one by one.
        IEnumerable<CanvasUser> graded = assignment is { GroupCategoryId: { } category, GradesGroupIndividually: false }
            ? _course.GroupOf(category, user)
            : [user];
        return [.. graded
            .Where(one => one.Id == user.Id || !Submission(assignment.Id, one.Id).IsExcused)
            .Select(one => Update(assignment.Id, one.Id, before => Graded(before, assignment, grade, grader)))];
    }

    internal CanvasSubmission Comment(CanvasAssignment assignment, CanvasUser user, string text) =>
        Update(assignment.Id, user.Id, before => before with { Comments = before.Comments.Add(text), Versions = before.Versions - 1 });

    // abstract_assignment.rb, save_grade_to_submission: always a new version, never excused any more, posted where it posts
    // automatically; and where nothing was understood, nothing stands in place of what stood.
    private CanvasSubmission Graded(CanvasSubmission before, CanvasAssignment assignment, PostedGrade grade, long grader)
    {
        var after = before with { IsExcused = false, GraderId = grader, Grade = grade.Grade, Score = grade.Score, PointsDeducted = null };
        if (grade.Score is not { } score)
            return after;

        var now = _clock.GetUtcNow();
        after = after with { GradedAt = now, PostedAt = before.PostedAt ?? (assignment.PostsManually ? null : now) };
        if (!_late.ContainsKey((assignment.Id, before.UserId)) || assignment.SubmissionType == "none")
            return after;

        // submission.rb, score_late_or_none.
        var deducted = Math.Min(Math.Round(LatePenalty * assignment.Worth / 100, 2), score);
        return after with
        {
            Score = score - deducted, PointsDeducted = deducted, Grade = PostedGrade.Shown(score - deducted, null, assignment),
        };
    }

    private void PostAll(CanvasAssignment assignment, DateTimeOffset? at)
    {
        foreach (var student in _course.Students)
            Update(assignment.Id, student.Id, before => before with { PostedAt = at, Versions = before.Versions - 1 });
    }

    private CanvasSubmission Update(long assignment, long user, Func<CanvasSubmission, CanvasSubmission> change)
    {
        lock (_grading)
        {
            var before = Submission(assignment, user);
            if (before.Id == 0)
                before = before with { Id = Interlocked.Increment(ref s_lastSubmissionId) };

            var after = change(before);
            return _submissions[(assignment, user)] = after with { Versions = after.Versions + 1 };
        }
    }
}
