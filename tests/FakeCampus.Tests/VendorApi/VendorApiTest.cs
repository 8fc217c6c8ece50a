using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FakeCampus.Tests.Serving;
using FakeCampus.Vendor;
using FakeCampus.VendorApi;

namespace FakeCampus.Tests.VendorApi;

/// <summary>Fifty students of every ending, some scored twice, and a client with the right credentials.</summary>
public abstract class VendorApiTest : StubTest<VendorApiStub>
{
    protected const string AccessKey = "fc-access-key";
    protected const string Secret = "fc-secret-word";

    protected static DateTimeOffset AfterAll { get; } = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    protected IReadOnlyList<AssessmentScript> Scripts { get; } =
        [.. StudentRoster.Invent(50, seed: 41, withoutInternalId: 7).Select((student, index) =>
            AssessmentScript.For(student, 41, PlanOf(index)))];

    protected static AssessmentPlan PlanOf(int index) => AssessmentPlan.Default with
    {
        Ending = (AssessmentEnding)(index % 3),
        RescoresOneSection = index % 4 == 0,
    };

    protected override VendorApiStub Make() =>
        new(VendorApiCampus.FromScripts(Scripts), AccessKey, Secret, Clock);

    protected void LogIn(string key = AccessKey, string secret = Secret) =>
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{secret}")));

    protected void LogInAfterAll()
    {
        LogIn();
        Clock.SetUtcNow(AfterAll);
    }

    protected async Task<JsonNode> Json(string target)
    {
        var response = await Get(target);
        Assert.Equal(200, (int)response.StatusCode);
        return (await Read(response))!;
    }

    /// <summary>The rows of an envelope, whatever the shape of <c>User</c>.</summary>
    protected static JsonNode[] Rows(JsonNode envelope) => envelope["User"] switch
    {
        JsonArray several => [.. several.Select(row => row!)],
        JsonObject one => [one],
        _ => [],
    };

    protected static string[] Ids(JsonNode envelope) => [.. Rows(envelope).Select(row => (string)row["UserId"]!)];

    protected static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
}
