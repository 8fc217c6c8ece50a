using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmarterMeasure.Connector.Api;
using SmarterMeasure.Connector.Api.Enrichment;
using SmarterMeasure.Connector.Api.Reconciling;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Forwarding;

namespace SmarterMeasure.Connector;

/// <summary>Adds the vendor's REST API.</summary>
public static class SmarterMeasureApiExtensions
{
    /// <summary>
    /// Adds the client of the vendor's API that <c>SmarterMeasure:Api</c> configures, for handlers, for the rules of
    /// destinations that ask it (<c>When:Group</c>, <c>When:Account</c>, <c>Refetch</c>), and for the reconciliation, which
    /// runs every <c>Reconcile:Every</c>. Without that configuration nothing is asked.
    /// </summary>
    public static SmarterMeasureBuilder AddSmarterMeasureApi(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<SmarterMeasureApi>();
        builder.Services.TryAddSingleton<UserResultsCache>();
        builder.Services.TryAddSingleton<IVendorRecords, VendorRecords>();
        builder.Services.TryAddSingleton(Reconciliation.Over);
        builder.Services.AddHostedService<ReconcileWorker>();
        return builder;
    }

    /// <summary>
    /// What the vendor's API says of the event's user: every section's result, the composite score, group and account.
    /// Answers are shared for <c>Api:CacheFor</c>, but never older than the event. Safe for use from many threads.
    /// </summary>
    /// <param name="context">The event.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Null when the API knows no such user. Holds personal data: never log it.</returns>
    /// <exception cref="RetryLaterException">
    /// The API cannot tell for now. Let it pass: the event is tried again later, and the attempt does not count.
    /// </exception>
    /// <exception cref="InvalidOperationException">The program does not call <see cref="AddSmarterMeasureApi"/>.</exception>
    public static Task<UserResult?> GetResultsAsync(this EventContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        var users = context.Services.GetService<UserResultsCache>() ?? throw new InvalidOperationException(
            "The program has no API client: call AddSmarterMeasureApi() on the builder.");
        var api = context.Services.GetRequiredService<SmarterMeasureApi>();
        var oldest = context.Services.GetRequiredService<TimeProvider>().GetUtcNow() - api.Settings.CacheFor;
        return users.GetAsync(context.UserId, context.ReceivedAt > oldest ? context.ReceivedAt : oldest, cancel);
    }
}
