using FakeCampus.Vendor;
using FakeCampus.Tests.Vendor;

namespace FakeCampus.Tests;

public sealed class WholeCampusTests
{
    [Fact]
    public async Task Two_hundred_students_arrive_through_a_webhook_that_fails_now_and_then()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var webhook = await WebhookRecorder.StartAsync();
        webhook.Answer = (_, count) => count % 10 == 0 ? 503 : 200;
        var scripts = StudentRoster.Invent(200, 2).Select(student => AssessmentScript.For(student, 2)).ToList();
        using var simulator = new VendorSimulator(new VendorOptions
        {
            Webhook = webhook.Url,
            VerificationKey = "0123456789abcdef0123456789abcdef",
            Copies = 2,
            ShuffleSeed = 3,
            Concurrency = 16,
            Retries = RetrySchedule.Immediate,
        });

        var report = await simulator.SendAsync(scripts, stop);

        Assert.Equal(0, report.Discarded);
        Assert.Equal(scripts.Sum(script => script.Events.Count) * 2, report.Accepted);
        Assert.Equal(report.Requests, webhook.All.Count);
        Assert.True(report.Statuses[503] > 0);
    }
}
