using FakeCampus.Canvas;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>A Canvas with one course and one assignment, and a connector that sends to it.</summary>
internal sealed class CanvasSchool : IAsyncDisposable
{
    private CanvasSchool(CanvasStub canvas, CanvasHost connector, CanvasCourse course, CanvasAssignment assignment) =>
        (Canvas, Connector, Course, Assignment) = (canvas, connector, course, assignment);

    public CanvasStub Canvas { get; }

    public CanvasHost Connector { get; }

    public CanvasCourse Course { get; }

    public CanvasAssignment Assignment { get; }

    public static Task<CanvasSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings) =>
        OpenAsync(new CanvasCampus(), settings);

    public static async Task<CanvasSchool> OpenAsync(
        CanvasCampus campus, params IEnumerable<(string Key, string? Value)> settings)
    {
        campus.SetToken(CanvasHost.Token);
        var course = campus.AddCourse("English 101", "ENG101-F26");
        var assignment = course.AddAssignment("SmarterMeasure: Life Factors");
        var canvas = await CanvasStub.StartAsync(campus, TestContext.Current.CancellationToken);
        var connector = new CanvasHost(
            canvas.BaseUrl, [("Destinations:canvas:Assignments:LifeFactors", $"{assignment.Id}"), .. settings]);
        return new CanvasSchool(canvas, connector, course, assignment);
    }

    public CanvasUser Enrol(string email, string? sisUserId = null, string? loginId = null)
    {
        var user = Canvas.Campus.AddUser("Quentin Testperson", email, loginId, sisUserId);
        Course.Enrol(user);
        return user;
    }

    public CanvasSubmission GradeOf(CanvasUser user) => Course.Submission(Assignment, user);

    public IReadOnlyList<string> Calls() =>
        [.. Canvas.Requests.Select(request => $"{request.Method} {request.Target}")];

    public async ValueTask DisposeAsync()
    {
        Connector.Dispose();
        await Canvas.DisposeAsync();
    }
}
