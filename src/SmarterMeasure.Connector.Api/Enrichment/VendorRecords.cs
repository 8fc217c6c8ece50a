using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Api.Enrichment;

/// <summary>Answers from the API what no webhook tells.</summary>
internal sealed class VendorRecords(SmarterMeasureApi api, UserResultsCache users, TimeProvider time) : IVendorRecords
{
    /// <summary>Groups change seldom.</summary>
    private static readonly TimeSpan PlacementAge = TimeSpan.FromMinutes(55);

    /// <inheritdoc/>
    public async Task<Placement?> PlaceAsync(string userId, CancellationToken cancel)
    {
        if (await users.GetAsync(userId, time.GetUtcNow() - PlacementAge, cancel) is not { } user)
            return null;

        var group = user.Assessment;
        return new Placement(
            Known(group?.TestTakerGroupId, group?.TestTakerGroupName, group?.AdminGroupId, group?.AdminGroupName),
            Known(user.Account?.Id, user.Account?.Name));
    }

    /// <inheritdoc/>
    public async Task<SectionResult?> RefetchAsync(SectionResult told, CancellationToken cancel)
    {
        // An answer of before may be of an attempt of before: one counts that was asked for after what was told had happened,
        // which is rounded to the minute. One that is asked for now always does, and serves all who ask at once.
        var now = time.GetUtcNow();
        var (oldest, happened) = (now - api.Settings.CacheFor, told.ScoredAt + EventOrder.Slack);
        var asOf = happened > now ? now : happened > oldest ? happened.Value : oldest;
        return await RefetchAsync(told, asOf, TimeSpan.Zero, cancel)
            ?? await RefetchAsync(told, now, EventOrder.Slack, cancel);
    }

    private async Task<SectionResult?> RefetchAsync(
        SectionResult told, DateTimeOffset asOf, TimeSpan slack, CancellationToken cancel)
    {
        if (await users.GetAsync(told.Student.UserId, asOf, cancel) is not { } user)
            return null;

        if (told.IsCompletion)
            return user.DateTimeCompleted is null && user.CompletionPercentage is not 100 ? null : told;

        // One that is older than what was told is of an earlier attempt.
        return ApiResults.Find(user, told.Section) is { } result
            && !(result.DateTimeCompleted < told.ScoredAt - slack)
                ? ApiResults.Renew(told, result)
                : null;
    }

    private static string[] Known(params string?[] names) =>
        [.. names.OfType<string>().Where(name => name.Length > 0)];
}
