using FakeCampus.Canvas;
using SmarterMeasure.Connector.Forwarding.Tests.Credentials;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

/// <summary>A Canvas with one course and one assignment, and a connector that sends to it.</summary>
internal sealed class CanvasSchool : IAsyncDisposable
{
    private readonly MemoryNamedValues _store = new();
    private readonly IReadOnlyList<(string Key, string? Value)> _settings;

    private CanvasSchool(
        CanvasStub canvas, CanvasCourse course, CanvasAssignment assignment, IReadOnlyList<(string Key, string? Value)> settings)
    {
        (Canvas, Course, Assignment, _settings) = (canvas, course, assignment, settings);
        Connector = Connect();
    }

    public CanvasStub Canvas { get; }

    public CanvasHost Connector { get; }

    public CanvasCourse Course { get; }

    public CanvasAssignment Assignment { get; }

    public CanvasDeveloperKey Key => Canvas.Campus.DeveloperKey;

    public static Task<CanvasSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings) =>
        OpenAsync(new CanvasCampus(), settings);

    public static async Task<CanvasSchool> OpenAsync(
        CanvasCampus campus, params IEnumerable<(string Key, string? Value)> settings)
    {
        campus.SetToken(CanvasHost.Token);
        var course = campus.AddCourse("English 101", "ENG101-F26");
        var assignment = course.AddAssignment("SmarterMeasure: Life Factors");
        var canvas = await CanvasStub.StartAsync(campus, TestContext.Current.CancellationToken);
        return new CanvasSchool(
            canvas, course, assignment, [("Destinations:canvas:Assignments:LifeFactors", $"{assignment.Id}"), .. settings]);
    }

    /// <summary>Settings of the destination with their full names.</summary>
    public static IEnumerable<(string Key, string? Value)> Below(params IEnumerable<(string Key, string? Value)> settings) =>
        settings.Select(setting => ("Destinations:canvas:" + setting.Key, setting.Value));

    /// <summary>Another node: the same configuration, but for these settings of the destination, and the same store.</summary>
    public CanvasHost Connect(params IEnumerable<(string Key, string? Value)> settings) =>
        new(Canvas.BaseUrl, _store, [.. _settings, .. Below(settings)]);

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
