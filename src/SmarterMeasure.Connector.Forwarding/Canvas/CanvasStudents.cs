using System.Globalization;
using System.Net;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Looks for accounts of Canvas. What it finds is always Canvas's own number: one account has one, whatever it was found by.
/// </summary>
internal sealed class CanvasStudents(ICanvasApi api, CanvasAnswers answers, Uri baseUrl)
{
    private readonly CanvasSearch _search = new(answers, baseUrl);

    /// <summary>Looks for the account of one value: an e-mail address, or else the school's id.</summary>
    public Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email ? FindByEmailAsync(value, cancel) : ReadProfileAsync(CanvasPath.SisUser(value), cancel);

    /// <summary>The number of an account that an operator named: it is that already, or a SIS id.</summary>
    public async Task<TargetLookup> FindMappedAsync(string account, CancellationToken cancel) =>
        CanvasPath.IsNumber(account) ? TargetLookup.Found(account) : await ReadProfileAsync(CanvasPath.Mapped(account), cancel);

    // One student whom the token may not see is no reason to stop the others.
    private async Task<TargetLookup> ReadProfileAsync(string user, CancellationToken cancel)
    {
        using var answer = await api.GetProfileAsync(user, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return TargetLookup.Unknown;
        if (CanvasAnswers.IsDenial(answer))
            return TargetLookup.Failed(DeliveryOutcome.Unmatched($"{CanvasCalls.Lookup}_denied"));

        return answers.FailureOf(answer, CanvasCalls.Lookup) is { } failure
            ? TargetLookup.Failed(failure)
            : TargetLookup.Found(NumberOf(answer.Content!));
    }

    private async Task<TargetLookup> FindByEmailAsync(string email, CancellationToken cancel)
    {
        var hits = await _search.FindAsync(
            CanvasCalls.Lookup,
            page => page is null ? api.SearchAccountsAsync(email, cancel) : api.GetAccountsPageAsync(page, cancel),
            account => account.GoesBy(email),
            account => account.Id);
        if (hits.Failure is { } failure)
            return TargetLookup.Failed(failure);
        if (hits.AreSeveral)
            return TargetLookup.Ambiguous;

        return hits.Only is { } only ? TargetLookup.Found(NumberOf(only)) : TargetLookup.Unknown;
    }

    private static string NumberOf(CanvasAccount account) => account.Id.ToString(CultureInfo.InvariantCulture);
}
