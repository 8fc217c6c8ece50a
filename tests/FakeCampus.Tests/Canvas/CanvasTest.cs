using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FakeCampus.Canvas;
using Microsoft.Extensions.Time.Testing;

namespace FakeCampus.Tests.Canvas;

/// <summary>A stub with a small school and a client that holds a valid token.</summary>
public abstract class CanvasTest : IAsyncLifetime
{
    protected const string Token = "7~canvas-test-token";

    private CanvasStub? _stub;
    private HttpClient? _client;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 9, 1, 9, 0, 0, TimeSpan.Zero));

    protected CanvasStub Stub => _stub!;

    protected HttpClient Client => _client!;

    protected CanvasCourse Course { get; private set; } = null!;

    protected CanvasUser Student { get; private set; } = null!;

    protected CanvasAssignment Assignment { get; private set; } = null!;

    protected string SubmissionPath => PathOf(Assignment, Student);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var campus = MakeCampus();
        campus.SetToken(Token);
        Student = campus.AddUser("Quill Inkwell", "quill@students.fakecampus.test", "quill.i", "S/1.é", "INT-1");
        Course = campus.AddCourse("Seminar", "CSS.100/F26");
        Course.Enrol(Student);
        Assignment = Course.AddAssignment("Life Factors", a => a with { PointsPossible = 20 });
        _stub = await CanvasStub.StartAsync(campus, Stop);
        _client = ClientWith(Token);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_stub is not null)
            await _stub.DisposeAsync();

        GC.SuppressFinalize(this);
    }

    protected virtual CanvasCampus MakeCampus() => new() { Clock = Clock };

    protected HttpClient ClientWith(string? token)
    {
        var client = new HttpClient { BaseAddress = Stub.BaseUrl };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        return client;
    }

    protected string PathOf(CanvasAssignment assignment, CanvasUser user) =>
        $"api/v1/courses/{Course.Id}/assignments/{assignment.Id}/submissions/{user.Id}";

    protected Task<HttpResponseMessage> Grade(string postedGrade, CanvasAssignment? assignment = null) =>
        Client.PutAsync(PathOf(assignment ?? Assignment, Student), GradeBody(postedGrade), Stop);

    protected static StringContent GradeBody(string postedGrade) =>
        Json($$$"""{"submission":{"posted_grade":"{{{postedGrade}}}"}}""");

    protected static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    protected static async Task<JsonNode> Read(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
}
