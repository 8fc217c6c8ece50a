using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.AspNetCore.Tests.Support;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.AspNetCore.Tests;

/// <summary>What a probe learns of the destinations.</summary>
public sealed class DestinationsHealthTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_unfit_item_degrades_and_still_answers_200_until_it_is_mended()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var canvas = new Gradebook
        {
            Found = PreflightReport.Of(PreflightItem.Unfit("Math", "assignment 7", "graded_by_scale", "Set the grade type to Point.")),
        };
        await using var receiver = await Receiver.StartAsync(
            new() { ["SmarterMeasure:Destinations:canvas:Type"] = "Gradebook" },
            services: builder => builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IDestinationType>(canvas),
            pipeline: app => app.MapHealthChecks("/healthz"));

        await UntilAsync("Degraded");
        canvas.Found = PreflightReport.Nothing;
        await UntilAsync("Healthy");

        async Task UntilAsync(string wanted)
        {
            using var limit = new CancellationTokenSource(s_patience);
            while (await ProbeAsync(receiver) != (HttpStatusCode.OK, wanted))
            {
                Assert.False(limit.IsCancellationRequested, $"It did not become {wanted}.");
                time.Advance(TimeSpan.FromMinutes(1));
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> ProbeAsync(Receiver receiver)
    {
        using var answer = await receiver.Http.GetAsync(
            new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Gradebook : IDestinationType, IDestination
    {
        public PreflightReport Found { get; set; } = PreflightReport.Nothing;

        public string Type => "Gradebook";

        public IDestination Create(string name, SettingsSection section, ConnectorSettings settings) => this;

        public bool Accepts(SectionResult result) => true;

        public Task<PreflightReport> PreflightAsync(CancellationToken cancel) => Task.FromResult(Found);

        public Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel) =>
            Task.FromResult(DeliveryOutcome.Delivered);
    }
}
