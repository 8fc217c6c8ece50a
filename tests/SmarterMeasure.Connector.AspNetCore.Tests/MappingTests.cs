using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmarterMeasure.Connector.AspNetCore.Tests.Support;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.AspNetCore.Tests;

/// <summary>Putting the webhook into an application.</summary>
public sealed class MappingTests
{
    [Fact]
    public async Task The_path_comes_from_the_configuration()
    {
        await using var receiver = await Receiver.StartAsync(
            new() { ["SmarterMeasure:Path"] = "/in/events" });

        var there = await receiver.PostAsync("/in/events", Payloads.Json(Payloads.NewId()), null, (Receiver.Header, Receiver.Key));
        var elsewhere = await receiver.PostAsync(Payloads.Json(Payloads.NewId()));

        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Faults_of_the_configuration_stop_the_start_all_in_one_message()
    {
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => Receiver.StartAsync(
            new()
            {
                ["SmarterMeasure:Path"] = "/webhooks?VerificationKey={VerificationKey}",
                ["SmarterMeasure:VerificationKeys:0:Key"] = "",
                ["SmarterMeasure:MaxBodyBytes"] = "12",
                ["SmarterMeasure:CommitBudget"] = "11s",
            }));

        Assert.Equal(4, failure.Faults.Count);
        Assert.All(["Path", "VerificationKeys:0:Key", "MaxBodyBytes", "CommitBudget"],
            key => Assert.Contains("SmarterMeasure:" + key, failure.Message));
    }

    [Fact]
    public void Mapping_without_the_connector_says_what_is_missing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddSmarterMeasure()", Assert.Throws<InvalidOperationException>(app.MapSmarterMeasure).Message);
    }

    [Fact]
    public void Mapping_without_a_store_says_what_is_missing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSmarterMeasure();

        Assert.Contains("UseSqliteInbox()", Assert.Throws<InvalidOperationException>(builder.Build().MapSmarterMeasure).Message);
    }

    [Fact]
    public void Mapping_refuses_to_run_where_keys_would_reach_the_logs()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSmarterMeasure();
        builder.Services.AddSingleton<IInbox>(new FaultyInbox(_ => Task.CompletedTask));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHttpContextFactory, DefaultHttpContextFactory>());

        Assert.Contains("IHttpContextFactory", Assert.Throws<InvalidOperationException>(builder.Build().MapSmarterMeasure).Message);
    }

    [Fact]
    public async Task A_page_for_errors_does_not_replace_the_empty_body()
    {
        await using var receiver = await Receiver.StartAsync(pipeline: app => app.UseStatusCodePages());

        var answer = await receiver.PostAsync(Receiver.Path, "{}", null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_applications_other_endpoints_keep_their_query_and_headers()
    {
        await using var receiver = await Receiver.StartAsync(pipeline: app => app.MapGet("/echo", context =>
            context.Response.WriteAsync(context.Request.QueryString.Value + " " + context.Request.Headers["X-Other"])));

        var answer = await receiver.SendAsync(HttpMethod.Get, "/echo?a=%7Bb%7D&&c", null, ("X-Other", "kept"));

        Assert.Equal("?a=%7Bb%7D&&c kept", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
