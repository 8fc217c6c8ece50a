using System.Collections.Concurrent;
using System.Diagnostics;
using FakeCampus.Canvas;
using Microsoft.Extensions.DependencyInjection;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

public sealed class CanvasSecrecyTests
{
    private const string Email = "canary.mail@school.example";
    private const string InternalId = "canary-student-4711";

    [Fact]
    public async Task No_token_and_nothing_personal_reaches_a_log_a_trace_or_a_reason()
    {
        var traces = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traces.Enqueue(
                activity.DisplayName + string.Concat(activity.TagObjects.Select(tag => $" {tag.Key}={tag.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        await using var school = await CanvasSchool.OpenAsync(("Forwarding:AttemptTimeout", "1s"));
        school.Enrol(Email);

        var reasons = new List<string?>();
        var percent = 0; // Another each time, so that there is something to write.
        foreach (var fault in Enum.GetValues<CanvasFault>())
        {
            foreach (var method in (string[])["GET", "PUT"])
            {
                school.Canvas.Faults.Next(fault, method: method);
                reasons.Add((await school.Connector.DeliverAsync(email: Email, percent: ++percent)).Reason);
                reasons.Add((await school.Connector.DeliverAsync(InternalId, percent: ++percent)).Reason);
                reasons.Add((await school.Connector.DeliverAsync(InternalId, Email, ++percent)).Reason);
                school.Canvas.Faults.Clear();
            }
        }

        await ProveThatALeakWouldShowAsync(school);
        var everything = string.Join('\n', [.. school.Connector.Log.Lines, .. traces, .. reasons]);
        Assert.Contains("/proof", string.Join('\n', school.Connector.Log.Lines), StringComparison.Ordinal);
        Assert.Contains("/proof", string.Join('\n', traces), StringComparison.Ordinal);
        Assert.Contains("canvas_500: error_code=internal_server_error", reasons);
        Assert.DoesNotContain("canary", everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/api/v1", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_into_the_authorization_header_only()
    {
        await using var school = await CanvasSchool.OpenAsync();
        school.Enrol(Email);

        await school.Connector.DeliverAsync(InternalId, Email);

        Assert.Equal(5, school.Canvas.Requests.Count);
        Assert.All(school.Canvas.Requests, request =>
        {
            Assert.Equal("Bearer", request.Headers["Authorization"]);
            Assert.DoesNotContain(request.Headers, header => header.Value.Contains(CanvasHost.Token, StringComparison.Ordinal));
            Assert.DoesNotContain(CanvasHost.Token, request.Body, StringComparison.Ordinal);
        });
        Assert.Equal(0, school.Canvas.Violations[CanvasViolation.TokenInQuery]);
        Assert.Equal(0, school.Canvas.Violations[CanvasViolation.PersonalDataInUrl]);
    }

    // Another client of the same factory is logged and traced with its path, so an empty log proves something.
    private static async Task ProveThatALeakWouldShowAsync(CanvasSchool school)
    {
        using var other = school.Connector.Services.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using var answer = await other.GetAsync(
            new Uri(school.Canvas.BaseUrl, "/proof"), TestContext.Current.CancellationToken);
    }
}
