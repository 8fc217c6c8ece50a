using FakeCampus.Canvas;
using FakeCampus.Vendor;

namespace FakeCampus;

/// <summary>
/// A Canvas for a roster of students: one course in which all are enrolled, one assignment per graded section. The
/// comparison with what the vendor sent is written from both contracts, without the connector's own rules.
/// </summary>
public sealed class DemoCampus
{
    /// <summary>The sections with a percentage that says something about readiness.</summary>
    public static IReadOnlyList<string> GradedSections { get; } =
        ["LifeFactors", "PersonalAttributes", "TechComp", "TechKnowledge", "Reading"];

    public DemoCampus(IEnumerable<Student> students, string token, CanvasCampus? canvas = null)
    {
        Canvas = canvas ?? new CanvasCampus();
        Canvas.SetToken(token);
        Course = Canvas.AddCourse("College Success Seminar", "CSS-100-FAKE");
        foreach (var student in students)
            Course.Enrol(Canvas.AddUser(
                $"{student.FirstName} {student.LastName}",
                student.Email,
                sisUserId: student.InternalId.Length > 0 ? student.InternalId : null));

        Assignments = GradedSections.ToDictionary(section => section, section => Course.AddAssignment($"SmarterMeasure {section}"));
    }

    public CanvasCampus Canvas { get; }

    public CanvasCourse Course { get; }

    /// <summary>The assignment of each graded section, by section code.</summary>
    public IReadOnlyDictionary<string, CanvasAssignment> Assignments { get; }

    /// <summary>
    /// Compares the gradebook with the newest scorings: missing, different and surplus grades, and any comment. Empty when
    /// all is as it should be. A student is found by the school's id, else by an e-mail address that only one user has.
    /// </summary>
    public IReadOnlyList<string> Differences(IEnumerable<AssessmentScript> scripts)
    {
        List<string> differences = [];
        HashSet<(long Assignment, long User)> expected = [];
        foreach (var grade in ExpectedGrade.Of(scripts))
        {
            if (grade.Percent is not { } percent
                || !Assignments.TryGetValue(grade.Section, out var assignment)
                || Find(grade.Student) is not { } user)
                continue;

            expected.Add((assignment.Id, user.Id));
            var score = percent * assignment.PointsPossible / 100;
            var actual = Course.Submission(assignment, user).Score;
            if (actual is null)
                differences.Add($"{grade.Section} of user {user.Id}: expected {score}, there is none");
            else if (Math.Abs(actual.Value - score) > 0.005m)
                differences.Add($"{grade.Section} of user {user.Id}: expected {score}, there is {actual}");
        }

        foreach (var submission in Course.Submissions)
        {
            if (submission.Comments.Count > 0)
                differences.Add($"assignment {submission.AssignmentId} of user {submission.UserId}: has comments");

            if (submission.Score is not null && !expected.Contains((submission.AssignmentId, submission.UserId)))
                differences.Add($"assignment {submission.AssignmentId} of user {submission.UserId}: nothing was expected");
        }

        return differences;
    }

    private CanvasUser? Find(Student student)
    {
        if (student.InternalId.Length > 0)
            return Canvas.Users.FirstOrDefault(user => user.SisUserId == student.InternalId);

        var byEmail = Canvas.Users
            .Where(user => user.Email.Equals(student.Email, StringComparison.OrdinalIgnoreCase))
            .Take(2).ToList();
        return byEmail.Count == 1 ? byEmail[0] : null;
    }
}
