using System.Net;
using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>What a store shows under the id of one of our statements.</summary>
internal enum XApiStanding
{
    /// <summary>The statement, as it was sent.</summary>
    Same,

    /// <summary>Another statement.</summary>
    Other,

    /// <summary>None that is seen: somebody voided it.</summary>
    Voided,

    /// <summary>None.</summary>
    Missing,

    /// <summary>The store does not show statements to these credentials.</summary>
    Unread,
}

/// <summary>Reads statements back, one by one.</summary>
internal sealed class XApiReadings(IXApi api, AnswerReading answers, string version)
{
    private const string ReadBack = "xapi_read_back";

    /// <summary>What the store shows under a statement's id; or why nobody could look, and nothing is unclear about that.</summary>
    public async Task<(XApiStanding Standing, DeliveryOutcome? Failure)> LookAsync(XApiStatement statement, CancellationToken cancel)
    {
        using var answer = await api.GetAsync(statement.Id, version, cancel);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            return answers.FailureOf(answer, ReadBack) switch
            {
                null => (Compare(answer.Content!, statement), null),
                { State: DeliveryState.Retrying } failure => (XApiStanding.Unread, failure with { IsAmbiguous = false }),
                _ => (XApiStanding.Unread, null),
            };
        }

        using var voided = await api.GetVoidedAsync(statement.Id, version, cancel);
        return voided.StatusCode == HttpStatusCode.OK && voided.Content is not null ? (XApiStanding.Voided, null)
            : answers.FailureOf(voided, ReadBack) is { State: DeliveryState.Retrying } passing && voided.StatusCode != HttpStatusCode.NotFound
                ? (XApiStanding.Missing, passing with { IsAmbiguous = false })
            : (XApiStanding.Missing, null);
    }

    /// <summary>Whether what a store shows is the statement.</summary>
    public static XApiStanding Compare(JsonObject stored, XApiStatement statement) =>
        XApiSameness.Holds(stored, statement) ? XApiStanding.Same : XApiStanding.Other;
}
