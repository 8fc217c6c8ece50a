using System.Net;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Looks for accounts of Canvas. What it finds is ready for a path, see <see cref="CanvasPath"/>.</summary>
internal sealed class CanvasStudents(ICanvasApi api, CanvasAnswers answers, Uri baseUrl)
{
    private readonly CanvasSearch _search = new(answers, baseUrl);

    /// <summary>Looks for the account of one value: an e-mail address, or else the school's id.</summary>
    public Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email ? FindByEmailAsync(value, cancel) : FindBySisIdAsync(value, cancel);

    /// <summary>Canvas's number of an account that was found.</summary>
    public async Task<TargetLookup> NumberOfAsync(string user, CancellationToken cancel) => CanvasPath.IsNumber(user)
        ? TargetLookup.Found(user)
        : await ReadProfileAsync(user, static account => $"{account.Id}", cancel);

    private Task<TargetLookup> FindBySisIdAsync(string sisId, CancellationToken cancel) =>
        ReadProfileAsync(CanvasPath.SisUser(sisId), CanvasPath.User, cancel);

    // One student whom the token may not see is no reason to stop the others.
    private async Task<TargetLookup> ReadProfileAsync(
        string user, Func<CanvasAccount, string> accountOf, CancellationToken cancel)
    {
        using var answer = await api.GetProfileAsync(user, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return TargetLookup.Unknown;
        if (CanvasAnswers.IsDenial(answer))
            return TargetLookup.Failed(DeliveryOutcome.Unmatched($"{CanvasCalls.Lookup}_denied"));

        return answers.FailureOf(answer, CanvasCalls.Lookup) is { } failure
            ? TargetLookup.Failed(failure)
            : TargetLookup.Found(accountOf(answer.Content!));
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

        return hits.Only is { } only ? TargetLookup.Found(CanvasPath.User(only)) : TargetLookup.Unknown;
    }
}
