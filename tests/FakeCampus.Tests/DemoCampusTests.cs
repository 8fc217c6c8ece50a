using System.Globalization;
using System.Net.Http.Headers;
using FakeCampus.Canvas;
using FakeCampus.Vendor;

namespace FakeCampus.Tests;

public sealed class DemoCampusTests : IAsyncLifetime
{
    private const string Token = "7~demo";

    private readonly IReadOnlyList<Student> _students = StudentRoster.Invent(4, seed: 9, withoutInternalId: 4);
    private readonly List<AssessmentScript> _scripts;
    private readonly DemoCampus _campus;
    private CanvasStub _stub = null!;
    private HttpClient _client = null!;

    public DemoCampusTests()
    {
        var plan = new AssessmentPlan { RescoresOneSection = true };
        _scripts = [.. _students.Select(student => AssessmentScript.For(student, 9, plan))];
        _campus = new DemoCampus(_students, Token);
    }

    public async ValueTask InitializeAsync()
    {
        _stub = await CanvasStub.StartAsync(_campus.Canvas, TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = _stub.BaseUrl };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task A_gradebook_with_the_newest_scorings_has_no_differences()
    {
        await GradeAllAsync();

        Assert.Empty(_campus.Differences(_scripts));
        Assert.Equal(20, _campus.Course.Submissions.Count);
    }

    [Fact]
    public void Every_grade_is_missing_from_an_empty_gradebook()
    {
        Assert.Equal(20, _campus.Differences(_scripts).Count);
    }

    [Fact]
    public async Task Wrong_and_surplus_grades_and_comments_are_differences()
    {
        await GradeAllAsync();
        await PutAsync("LifeFactors", _students[0], "101", comment: null);
        await PutAsync("Reading", _students[1], grade: null, comment: "again");

        Assert.Equal(2, _campus.Differences(_scripts).Count);
        Assert.Equal(1 + 5, _campus.Differences(_scripts.Skip(1)).Count);
    }

    [Fact]
    public void A_student_who_registered_twice_is_one_user_whose_newest_scoring_counts()
    {
        var again = _students[0] with { UserId = "7000001" };
        var later = AssessmentScript.For(again, 9, new AssessmentPlan { From = AssessmentPlan.Default.From.AddDays(60) });
        var campus = new DemoCampus([.. _students, again], Token);

        Assert.Equal(_students.Count, campus.Canvas.Users.Count);
        Assert.Equal(
            new DemoCampus(_students, Token).Differences([.. _scripts.Skip(1), later]),
            campus.Differences([later, .. _scripts]), Equivalent);

        static bool Equivalent(IEnumerable<string> one, IEnumerable<string> other) =>
            one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal));
    }

    private async Task GradeAllAsync()
    {
        foreach (var e in _scripts.SelectMany(script => script.Events).Where(e => e.Outcome is not null))
        {
            if (_campus.Assignments.ContainsKey(e.Section!))
                await PutAsync(
                    e.Section!, e.Student, e.Outcome!.Figure("calculated-percentage")?.ToString(CultureInfo.InvariantCulture) + "%",
                    comment: null);
        }
    }

    private async Task PutAsync(string section, Student student, string? grade, string? comment)
    {
        var user = _campus.Canvas.Users.Single(u => u.Email == student.Email);
        Dictionary<string, string> form = [];
        if (grade is not null)
            form["submission[posted_grade]"] = grade;

        if (comment is not null)
            form["comment[text_comment]"] = comment;

        using var content = new FormUrlEncodedContent(form);
        var response = await _client.PutAsync(
            $"api/v1/courses/sis_course_id:{_campus.Course.SisCourseId}/assignments/{_campus.Assignments[section].Id}/submissions/{user.Id}",
            content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
