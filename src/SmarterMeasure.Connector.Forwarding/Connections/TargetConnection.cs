using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Accounts;
using SmarterMeasure.Connector.Forwarding.Credentials;
using SmarterMeasure.Connector.Forwarding.Flow;
using SmarterMeasure.Connector.Storage;

namespace SmarterMeasure.Connector.Forwarding.Connections;

/// <summary>What a destination needs to reach its target: a client, its flow control, and the accounts found so far.</summary>
internal sealed record TargetConnection
{
    /// <summary>The client for the target's Refit interface.</summary>
    public required HttpClient Client { get; init; }

    /// <summary>How fast the target may be called.</summary>
    public required FlowControl Flow { get; init; }

    /// <summary>Who is who at the target.</summary>
    public required AccountDirectory Accounts { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Clock { get; init; }
}

/// <summary>Makes the connections of all destinations; they share one pool. Safe for use from many threads.</summary>
internal sealed class TargetConnections(IServiceProvider services, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan TokenTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, SharedGrant> _unstored = new(StringComparer.Ordinal);

    // Addresses hold students' ids and e-mail addresses: tracing would write them down. A redirect would carry the token away.
    // The handler lives on; its connections follow the DNS.
    private readonly SocketsHttpHandler _sockets = new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>Opens a connection.</summary>
    /// <param name="baseUrl">The target's address.</param>
    /// <param name="rules">How it wants to be called.</param>
    /// <param name="settings">The connector's settings.</param>
    /// <param name="credential">Makes what its calls are authorised with; null when the calls do that themselves.</param>
    /// <param name="budget">How many calls it may get in a day; null for no limit of ours.</param>
    /// <param name="isDenial">Tells a 401 that no renewal would change, see <see cref="AuthorizationHandler"/>; null when none is.</param>
    /// <param name="describe">What to record of a request, see <see cref="RecordingHandler"/>; by default as for plain HTTP.</param>
    public TargetConnection Open(
        Uri baseUrl,
        FlowRules rules,
        ConnectorSettings settings,
        Func<TokenClients, ICredential>? credential = null,
        DailyBudget? budget = null,
        Func<HttpResponseMessage, CancellationToken, Task<bool>>? isDenial = null,
        Func<HttpRequestMessage, string, string?>? describe = null)
    {
        var flow = new FlowControl(rules, clock);
        HttpMessageHandler handler = new FlowHandler(flow, budget, clock) { InnerHandler = Network() };
        if (credential is not null)
        {
            var tokens = new TokenClients(
                endpoint => Client(endpoint, Network(), TokenTimeout), services, _unstored, clock);
            handler = new AuthorizationHandler(credential(tokens), isDenial) { InnerHandler = handler };
        }

        // Outermost: what is sent again with a new token is one request.
        handler = new RecordingHandler(describe ?? RecordingHandler.Plain) { InnerHandler = handler };
        return new TargetConnection
        {
            Client = Client(baseUrl, handler, settings.Forwarding.AttemptTimeout),
            Flow = flow,
            Accounts = new AccountDirectory(settings.Identity, clock),
            Clock = clock,
        };
    }

    /// <summary>The calls that all destinations of one owner may get in 24 hours.</summary>
    public DailyBudget Budget(string owner, int callsPerDay) =>
        new(owner, callsPerDay, services.GetRequiredService<ISharedValues>, clock);

    /// <inheritdoc/>
    public void Dispose() => _sockets.Dispose();

    private AnswerBuffering Network() => new() { InnerHandler = _sockets };

    private static HttpClient Client(Uri baseUrl, HttpMessageHandler handler, TimeSpan timeout) =>
        new(handler, disposeHandler: false) { BaseAddress = baseUrl, Timeout = timeout };
}
