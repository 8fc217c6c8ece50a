using System.Collections.Immutable;
using System.Net;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Finds a student's account by the configured chain of identities. Never guesses.</summary>
internal sealed class CanvasStudents(
    ICanvasApi api, CanvasAnswers answers, Uri baseUrl, ImmutableArray<string> identity)
{
    private const int MaxPages = 10;

    /// <summary>Looks for the account of a student, going on to the next identity while Canvas knows none.</summary>
    public async Task<StudentLookup> FindAsync(StudentRef student, CancellationToken cancel)
    {
        var lookup = StudentLookup.WithoutIdentity;
        foreach (var key in identity)
        {
            var bySisId = key == IdentityKeys.InternalId;
            var value = (bySisId ? student.InternalId : student.Email)?.Trim();
            if (string.IsNullOrEmpty(value))
                continue;

            lookup = bySisId ? await FindBySisIdAsync(value, cancel) : await FindByEmailAsync(value, cancel);
            if (lookup != StudentLookup.Unknown)
                break;
        }

        return lookup;
    }

    private async Task<StudentLookup> FindBySisIdAsync(string sisId, CancellationToken cancel)
    {
        using var answer = await api.GetProfileAsync(CanvasPath.SisUser(sisId), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return StudentLookup.Unknown;

        return answers.LookupFailure(answer) is { } failure
            ? StudentLookup.Failed(failure)
            : StudentLookup.Found(answer.Content!);
    }

    // The search finds the address as a part of longer ones too: only exact hits count, and all pages have to be seen.
    private async Task<StudentLookup> FindByEmailAsync(string email, CancellationToken cancel)
    {
        var hits = new Dictionary<long, CanvasAccount>();
        Uri? next = null;
        for (var page = 0; page < MaxPages; page++)
        {
            using var answer = await (next is null
                ? api.SearchAccountsAsync(email, cancel)
                : api.GetAccountsPageAsync(next, cancel));
            if (answers.LookupFailure(answer) is { } failure)
                return StudentLookup.Failed(failure);

            foreach (var account in answer.Content!.Where(account => account.GoesBy(email)))
                hits[account.Id] = account;

            next = CanvasLinks.Next(answer, baseUrl);
            if (hits.Count > 1)
                return StudentLookup.Ambiguous;
            if (next is null)
                return hits.Count == 0 ? StudentLookup.Unknown : StudentLookup.Found(hits.Values.Single());
            if (!CanvasLinks.IsSameOrigin(next, baseUrl))
                return StudentLookup.Failed(DeliveryOutcome.Retry("canvas_lookup_foreign_link"));
        }

        return StudentLookup.Ambiguous;
    }
}
