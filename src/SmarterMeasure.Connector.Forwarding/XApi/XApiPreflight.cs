using System.Net;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>Looks at a store: whether it is one, speaks the version, and lets these credentials read.</summary>
internal sealed class XApiPreflight(IXApi api, AnswerReading answers, XApiSettings settings)
{
    private const string Call = "xapi_preflight";
    private const string Item = "the record store's statements";

    // Of nobody: what is asked for is not there.
    private static readonly string Unused = Guid.Empty.ToString();

    /// <summary>Looks.</summary>
    public async Task<PreflightReport> LookAsync(CancellationToken cancel)
    {
        using var about = await api.AboutAsync(settings.Version, cancel);
        if (answers.FailureOf(about, Call) is { State: DeliveryState.Retrying } down && !IsAnswer(about.StatusCode))
            return PreflightReport.Failed(down);

        var items = new List<PreflightItem>();
        if (about.Content?.Version is { Count: > 0 } versions && !versions.Any(Speaks))
        {
            items.Add(PreflightItem.Unfit(
                null, $"the record store, versions {string.Join(", ", versions.Take(5))}", "version_not_spoken",
                $"Set Version to one that the store speaks: it does not name {settings.Version}."));
        }

        using var statement = await api.GetAsync(Unused, settings.Version, cancel);
        if (statement.StatusCode == HttpStatusCode.Forbidden)
        {
            items.Add(PreflightItem.Notice(
                null, Item, "statements_not_shown",
                "Give the credentials the right to read statements (statements/read/mine): without it nobody can tell whether they stand."));
        }
        else if (statement.StatusCode != HttpStatusCode.NotFound
            && answers.FailureOf(statement, Call) is { State: DeliveryState.Retrying } failure)
        {
            return PreflightReport.Failed(failure);
        }

        return PreflightReport.Of(items.Count > 0 ? items : [PreflightItem.Fit(null, Item)]);
    }

    // Not every store has the resource: what it says instead tells nothing.
    private static bool IsAnswer(HttpStatusCode? status) => status is not null && (int)status is < 500 and not 401 and not 429;

    private bool Speaks(string version) =>
        version.Equals(settings.Version, StringComparison.Ordinal)
        || (settings.Version.StartsWith("1.0", StringComparison.Ordinal) && version.StartsWith("1.0", StringComparison.Ordinal));
}
