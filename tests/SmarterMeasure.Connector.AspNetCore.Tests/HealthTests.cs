using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.AspNetCore.Health;
using SmarterMeasure.Connector.AspNetCore.Tests.Support;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.AspNetCore.Tests;

/// <summary>What a probe learns of the store.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_store_that_takes_no_events_is_unhealthy_until_it_takes_one_again()
    {
        var faults = new FaultyInbox(_ => Task.CompletedTask);
        await using var receiver = await Receiver.StartAsync(faults: faults, pipeline: app => app.MapHealthChecks("/healthz"));
        Assert.Equal(HttpStatusCode.OK, await ProbeAsync(receiver));

        faults.Before = _ => throw new StoreUnavailableException("disk full");
        await receiver.PostAsync(Payloads.Json(Payloads.NewId()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ProbeAsync(receiver));

        faults.Before = _ => Task.CompletedTask;
        await receiver.PostAsync(Payloads.Json(Payloads.NewId()));
        Assert.Equal(HttpStatusCode.OK, await ProbeAsync(receiver));
    }

    [Fact]
    public async Task A_probe_sees_a_store_that_went_away_while_no_event_came()
    {
        var faults = new FaultyInbox(_ => Task.CompletedTask);
        await using var receiver = await Receiver.StartAsync(faults: faults, pipeline: app => app.MapHealthChecks("/healthz"));

        receiver.RemoveDatabase();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ProbeAsync(receiver));
    }

    [Fact]
    public void A_failure_that_no_event_has_followed_for_a_minute_counts_no_more()
    {
        var time = new FakeTimeProvider();
        var last = new LastAccept(time);
        last.Failed(new StoreUnavailableException("disk full"));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("disk full", last.Failure);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(last.Failure);
    }

    private static async Task<HttpStatusCode> ProbeAsync(Receiver receiver)
    {
        using var answer = await receiver.Http.GetAsync(
            new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
