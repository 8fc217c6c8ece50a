using System.Net;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Accounts;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Looks for accounts of Canvas. What it finds is ready for a path, see <see cref="CanvasPath"/>.</summary>
internal sealed class CanvasStudents(ICanvasApi api, CanvasAnswers answers, Uri baseUrl)
{
    private const int MaxPages = 10;

    /// <summary>Looks for the account of one value: an e-mail address, or else the school's id.</summary>
    public Task<AccountLookup> FindAsync(string identity, string value, CancellationToken cancel) =>
        identity == IdentityKeys.Email ? FindByEmailAsync(value, cancel) : FindBySisIdAsync(value, cancel);

    /// <summary>Canvas's number of an account that was found.</summary>
    public async Task<AccountLookup> NumberOfAsync(string user, CancellationToken cancel)
    {
        if (CanvasPath.IsNumber(user))
            return AccountLookup.Found(user);

        using var answer = await api.GetProfileAsync(user, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return AccountLookup.Unknown;

        return answers.FailureOf(answer, CanvasCalls.Lookup) is { } failure
            ? AccountLookup.Failed(failure)
            : AccountLookup.Found($"{answer.Content!.Id}");
    }

    private async Task<AccountLookup> FindBySisIdAsync(string sisId, CancellationToken cancel)
    {
        using var answer = await api.GetProfileAsync(CanvasPath.SisUser(sisId), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return AccountLookup.Unknown;

        return answers.FailureOf(answer, CanvasCalls.Lookup) is { } failure
            ? AccountLookup.Failed(failure)
            : AccountLookup.Found(CanvasPath.User(answer.Content!));
    }

    // The search finds the address as a part of longer ones too: only exact hits count, and all pages have to be seen.
    private async Task<AccountLookup> FindByEmailAsync(string email, CancellationToken cancel)
    {
        var hits = new Dictionary<long, CanvasAccount>();
        Uri? next = null;
        for (var page = 0; page < MaxPages; page++)
        {
            using var answer = await (next is null
                ? api.SearchAccountsAsync(email, cancel)
                : api.GetAccountsPageAsync(next, cancel));
            if (answers.FailureOf(answer, CanvasCalls.Lookup) is { } failure)
                return AccountLookup.Failed(failure);

            foreach (var account in answer.Content!.Where(account => account.GoesBy(email)))
                hits[account.Id] = account;

            next = CanvasLinks.Next(answer, baseUrl);
            if (hits.Count > 1)
                return AccountLookup.Ambiguous;
            if (next is null)
                return hits.Count == 0 ? AccountLookup.Unknown : AccountLookup.Found(CanvasPath.User(hits.Values.Single()));
            if (!CanvasLinks.IsSameOrigin(next, baseUrl))
                return AccountLookup.Failed(DeliveryOutcome.Retry("canvas_lookup_foreign_link"));
        }

        return AccountLookup.Ambiguous;
    }
}
