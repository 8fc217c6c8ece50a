using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Api.Reconciling;

/// <summary>Puts results of the API into the inbox, as their webhooks would have.</summary>
internal sealed class Feeding(
    SmarterMeasureApi api, SettingsSource settings, IInbox inbox, EventCatalogue catalogue, TimeProvider time)
{
    /// <summary>How many share a commit: enough for speed, and little in memory.</summary>
    private const int AtOnce = 100;

    private static readonly Dictionary<string, string> NoFields = [];

    /// <summary>Feeds them, and returns when all are stored.</summary>
    /// <returns>How many nobody had fed before.</returns>
    /// <exception cref="StoreUnavailableException">Some or all were not stored.</exception>
    public async Task<int> FeedAsync(IReadOnlyCollection<ReportedEvent> events, CancellationToken cancel)
    {
        var fields = await FieldsAsync(events, cancel);
        var fed = 0;
        foreach (var group in events.Chunk(AtOnce))
        {
            var outcomes = await Task.WhenAll(group.Select(one => AcceptAsync(one, fields[one.Result.UserId], cancel)));
            fed += outcomes.Count(outcome => outcome == Acceptance.New);
        }

        return fed;
    }

    /// <summary>The event as it would be stored. The caller owns its body.</summary>
    public async Task<ReceivedEvent> PrepareAsync(ReportedEvent one, CancellationToken cancel) =>
        Prepare(one, (await FieldsAsync([one], cancel))[one.Result.UserId]);

    private Task<Acceptance> AcceptAsync(
        ReportedEvent one, IReadOnlyDictionary<string, string> fields, CancellationToken cancel) =>
        inbox.AcceptAsync(Prepare(one, fields), cancel);

    private ReceivedEvent Prepare(ReportedEvent one, IReadOnlyDictionary<string, string> fields)
    {
        var body = one.Body(fields);
        return new ReceivedEvent(catalogue.Sort(EnvelopeReader.Read(body.Span)), body, body.ComputeHash(), time.GetUtcNow());
    }

    // Custom fields are in the details of a user alone, one call for each; so only if students are found by them.
    private async Task<Dictionary<string, IReadOnlyDictionary<string, string>>> FieldsAsync(
        IReadOnlyCollection<ReportedEvent> events, CancellationToken cancel)
    {
        var isAsked = settings.Current.Identity.Any(
            key => key.StartsWith(IdentityKeys.CustomDataPrefix, StringComparison.Ordinal));
        var fields = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var userId in events.Select(one => one.Result.UserId).Distinct())
            fields.Add(userId, isAsked ? await FieldsAsync(userId, cancel) : NoFields);
        return fields;
    }

    private async Task<IReadOnlyDictionary<string, string>> FieldsAsync(string userId, CancellationToken cancel)
    {
        UserDetail detail;
        try
        {
            detail = await api.Client.GetUserAsync(userId, cancel);
        }
        catch (SmarterMeasureApiException gone) when (gone.Status == 404)
        {
            return NoFields; // Its results are there all the same.
        }

        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in detail.CustomData)
        {
            if (field is { ParameterId.Length: > 0, Response.Length: > 0 })
                fields[field.ParameterId] = field.Response;
        }

        return fields;
    }
}
