using System.Diagnostics.Metrics;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>Counts requests by their outcome. Nothing in the tags says who or what a request was about.</summary>
internal sealed class ReceivingMetrics
{
    public const string MeterName = "SmarterMeasure.Connector";

    private readonly Counter<long> _requests;

    public ReceivingMetrics(IMeterFactory meters) =>
        _requests = meters.Create(MeterName).CreateCounter<long>(
            "smartermeasure.receiving.requests", "{request}", "Webhook requests by outcome.");

    public void Count(Outcome outcome) => _requests.Add(1, new KeyValuePair<string, object?>("outcome", outcome.Name()));
}
